package dev.muster.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a job stands. That its host cannot be reached is no state: the job goes on, and what is
 * known of it is what was seen last.
 */
public enum JobState {
  /** In the ledger; may or may not have been handed over. */
  PENDING,
  /** Handed over; its driver was not seen yet. */
  SUBMITTED,
  /** Its driver runs. */
  RUNNING,
  /** Its driver ended with 0. */
  COMPLETED,
  /** Its driver ended otherwise, or could not be started. */
  FAILED,
  /** The user wants it ended. */
  CANCEL_PENDING,
  /** Ended for the user. */
  CANCELLED;

  /** Whether nothing follows. */
  public boolean isFinal() {
    return this == COMPLETED || this == FAILED || this == CANCELLED;
  }

  /** Tells whether another state may be written over this one. */
  public boolean mayBecome(JobState next) {
    return followers().contains(next);
  }

  private Set<JobState> followers() {
    return switch (this) {
      case PENDING -> EnumSet.of(SUBMITTED, RUNNING, COMPLETED, FAILED, CANCEL_PENDING, CANCELLED);
      case SUBMITTED -> EnumSet.of(RUNNING, COMPLETED, FAILED, CANCEL_PENDING, CANCELLED);
      case RUNNING -> EnumSet.of(COMPLETED, FAILED, CANCEL_PENDING, CANCELLED);
      case CANCEL_PENDING -> EnumSet.of(CANCELLED, COMPLETED, FAILED);
      case COMPLETED, FAILED, CANCELLED -> EnumSet.noneOf(JobState.class);
    };
  }
}
