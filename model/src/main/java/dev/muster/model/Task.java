package dev.muster.model;

import org.jspecify.annotations.Nullable;

/**
 * The entrypoint applied to one input.
 *
 * @param ordinal place in plan order, from 0
 * @param input what it reads
 * @param column the column of the input, null where the task is for the whole file
 * @param params this task's parameters
 * @param round 1 for the first round
 */
public record Task(int ordinal, Input input, @Nullable String column, Params params, int round) {}
