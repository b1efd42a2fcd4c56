package dev.muster.model;

/** Where a task of a run stands. Running is not a state: it is what the owner of the run says. */
public enum TaskState {
  PENDING,
  SUCCEEDED,
  FAILED,
  REVOKED;

  /** Tells whether the task's outcome is committed and will not change in this run. */
  public boolean isFinal() {
    return this != PENDING;
  }
}
