package dev.muster.model;

import org.jspecify.annotations.Nullable;

/**
 * A task and what became of it, as reports show it.
 *
 * @param task the task
 * @param outcome null while it is pending
 * @param worker the process that ran the last attempt, null when none did
 * @param cachedFrom the task of an earlier run whose result this is, null when it ran in this run
 */
public record TaskResult(
    Task task, @Nullable Outcome outcome, @Nullable Worker worker, @Nullable TaskId cachedFrom) {

  /** Where the task stands. */
  public TaskState state() {
    return outcome == null ? TaskState.PENDING : outcome.state();
  }

  /** Tells whether an earlier run's result is used. */
  public boolean cached() {
    return cachedFrom != null;
  }
}
