package dev.muster.model;

/** Where a run stands. A run that is RUNNING under an expired lease was interrupted. */
public enum RunState {
  /** Its owner works on it. */
  RUNNING,
  /** Stopped before its end, by a signal or with its owner; can be resumed. */
  INTERRUPTED,
  /** Ended because somebody asked for it; can be resumed. */
  CANCELLED,
  /** Every task succeeded. */
  COMPLETED,
  /** At least one task did not succeed; after a stop at the first failure others are unfinished. */
  FAILED,
  /** Deleted by the user; kept only while results of other runs refer to it. */
  DELETED;

  /**
   * The pure state machine of a run.
   *
   * @throws IllegalStateException when the event cannot happen in this state; names both
   */
  public RunState on(RunEvent event) {
    RunState next =
        switch (event) {
          case RESUMED -> this == COMPLETED || this == DELETED ? null : RUNNING;
          case STOPPED -> this == RUNNING ? INTERRUPTED : null;
          case CANCELLED_BY_USER -> this == RUNNING ? CANCELLED : null;
          case ALL_SUCCEEDED -> this == RUNNING ? COMPLETED : null;
          case SOME_FAILED -> this == RUNNING ? FAILED : null;
          case DELETED_BY_USER -> this == RUNNING ? null : DELETED;
        };
    if (next == null) {
      throw new IllegalStateException("a run that is " + this + " cannot take " + event);
    }
    return next;
  }
}
