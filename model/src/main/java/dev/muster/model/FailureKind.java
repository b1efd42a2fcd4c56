package dev.muster.model;

/** Why an attempt at a task failed. */
public enum FailureKind {
  /** The entrypoint raised an exception. */
  EXCEPTION(false),
  /** The command, or the entrypoint by sys.exit, ended with a status other than 0. */
  EXIT(false),
  /** What it returned is not a JSON object. */
  BAD_RESULT(false),
  /** The result is larger than Muster keeps. */
  RESULT_TOO_LARGE(false),
  /** The task ran longer than its timeout. */
  TIMEOUT(false),
  /** The task's processes used more memory than its limit. */
  MEMORY(false),
  /** The entrypoint said itself that a later attempt may succeed. */
  RETRYABLE(true),
  /** The worker process died under the task: a signal, a crash. */
  CRASH(true),
  /** The input is not what it was when the run was planned. */
  INPUT_CHANGED(true),
  /** The input could not be read. */
  INPUT_UNAVAILABLE(true),
  /** The task killed its worker too often and is not tried again. */
  QUARANTINED(false),
  /** The user revoked it. */
  REVOKED(false),
  /** The run stopped under it; it counts as never run. */
  STOPPED(true);

  private final boolean retryable;

  FailureKind(boolean retryable) {
    this.retryable = retryable;
  }

  /** Tells whether another attempt is made without the user asking for it. */
  public boolean retryable() {
    return retryable;
  }
}
