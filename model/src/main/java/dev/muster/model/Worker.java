package dev.muster.model;

import java.time.Instant;

/**
 * A process that ran tasks.
 *
 * @param number unique in its run, from 1, in order of start
 * @param node host name of its machine
 * @param address IP address of its machine
 * @param pid process id on that machine
 * @param slot which of the run's slots it filled, from 0
 * @param started when
 */
public record Worker(
    int number, String node, String address, long pid, int slot, Instant started) {}
