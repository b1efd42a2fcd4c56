package dev.muster.spi.service;

import dev.muster.model.Node;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a node, or went wrong on it.
 *
 * @param node where
 * @param what the value seen, one sentence
 * @param fix what to do, null when there is nothing to be said
 */
public record ServiceProblem(Node node, String what, @Nullable String fix) {}
