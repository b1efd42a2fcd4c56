package dev.muster.protocol;

import org.jspecify.annotations.Nullable;

/** A worker process died. */
public final class WorkerGoneException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String detail;
  private final boolean begun;

  /**
   * @param message how, in one line
   * @param detail the last lines that it printed
   * @param begun whether the task for it may have begun
   */
  public WorkerGoneException(String message, @Nullable String detail, boolean begun) {
    super(message, null, false, false);
    this.detail = detail;
    this.begun = begun;
  }

  /** How, in one line. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** Whether the task for it may have begun. */
  public boolean begun() {
    return begun;
  }

  /** The last lines that it printed. */
  public @Nullable String detail() {
    return detail;
  }
}
