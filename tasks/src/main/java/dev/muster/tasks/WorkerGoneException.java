package dev.muster.tasks;

import org.jspecify.annotations.Nullable;

/** A worker process died. */
final class WorkerGoneException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String detail;
  private final boolean begun;

  /**
   * @param message how, in one line
   * @param detail the last lines that it printed
   * @param begun whether the task for it may have begun
   */
  WorkerGoneException(String message, @Nullable String detail, boolean begun) {
    super(message, null, false, false);
    this.detail = detail;
    this.begun = begun;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  boolean begun() {
    return begun;
  }

  @Nullable String detail() {
    return detail;
  }
}
