package dev.muster.spi.engine;

import dev.muster.model.Task;

/**
 * A task to run now.
 *
 * @param task what
 * @param attempt 1 for the first
 */
public record QueuedTask(Task task, int attempt) {}
