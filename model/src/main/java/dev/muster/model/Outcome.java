package dev.muster.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a task of a run ended: committed once, and only then counted.
 *
 * @param ordinal the task
 * @param state SUCCEEDED, FAILED or REVOKED
 * @param attempts how often the entrypoint was called, 0 when the task was revoked before
 * @param started of the last attempt, to the microsecond, as the worker's clock said
 * @param ended of the last attempt
 * @param worker number of the worker, 0 when none
 * @param result what it returned; null unless it succeeded
 * @param failure why it failed; null when it succeeded
 * @param log what it printed; null when nothing
 */
public record Outcome(
    int ordinal,
    TaskState state,
    int attempts,
    Instant started,
    Instant ended,
    int worker,
    @Nullable ResultBody result,
    @Nullable Failure failure,
    @Nullable TaskLog log) {

  public Outcome {
    if (!state.isFinal()) {
      throw new IllegalArgumentException("an outcome is final, not " + state);
    }
    if ((state == TaskState.SUCCEEDED) != (result != null)) {
      throw new IllegalArgumentException("a result belongs to a success, and only to it");
    }
    if ((state == TaskState.SUCCEEDED) != (failure == null)) {
      throw new IllegalArgumentException("a failure belongs to all but a success");
    }
  }
}
