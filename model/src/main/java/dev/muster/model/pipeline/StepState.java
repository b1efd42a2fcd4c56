package dev.muster.model.pipeline;

import java.util.EnumSet;
import java.util.Set;

/** Where a step of a run stands. */
public enum StepState {
  /** It waits for its turn. */
  PENDING,
  /** An attempt of it runs, or may run: nobody knows until it is looked at. */
  RUNNING,
  /** It ended with 0. */
  COMPLETED,
  /** It ended with 2: critical quality warnings, which stop the pipeline. */
  WARNED,
  /** Its last attempt ended otherwise. */
  FAILED,
  /** It was ended for the user. */
  CANCELLED,
  /** It was not to be run, or was done before. */
  SKIPPED,
  /** What it depends on did not end as it has to. */
  BLOCKED;

  /** What a step that waits for this one may take as done. */
  public boolean isDone() {
    return this == COMPLETED || this == SKIPPED;
  }

  /** Whether nothing follows in this session of the run. */
  public boolean isFinal() {
    return this != PENDING && this != RUNNING;
  }

  /** Whether a run that is resumed begins it anew. */
  public boolean isAgain() {
    return this == WARNED || this == FAILED || this == CANCELLED || this == BLOCKED;
  }

  /** Tells whether another state may follow this one. */
  public boolean mayBecome(StepState next) {
    return followers().contains(next);
  }

  private Set<StepState> followers() {
    return switch (this) {
      case PENDING -> EnumSet.of(RUNNING, SKIPPED, BLOCKED, CANCELLED);
      case RUNNING -> EnumSet.of(COMPLETED, WARNED, FAILED, CANCELLED, PENDING);
      case WARNED, FAILED, CANCELLED, BLOCKED -> EnumSet.of(PENDING);
      case COMPLETED, SKIPPED -> EnumSet.noneOf(StepState.class);
    };
  }
}
