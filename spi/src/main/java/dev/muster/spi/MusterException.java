package dev.muster.spi;

import org.jspecify.annotations.Nullable;

/**
 * The root of all errors that Muster itself reports. Message: what failed, its id, the value seen.
 */
public class MusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final @Nullable String hint;

  public MusterException(ErrorKind kind, String message) {
    this(kind, message, null, null);
  }

  public MusterException(ErrorKind kind, String message, @Nullable String hint) {
    this(kind, message, hint, null);
  }

  /**
   * @param kind what kind of error
   * @param message what failed, on which id, the value seen; one sentence
   * @param hint the command or key that fixes it; null when there is none
   * @param cause what was caught, null when nothing was
   */
  public MusterException(
      ErrorKind kind, String message, @Nullable String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.hint = hint;
  }

  /** What kind of error. */
  public ErrorKind kind() {
    return kind;
  }

  /** The command or key that fixes it, null when there is none. */
  public @Nullable String hint() {
    return hint;
  }
}
