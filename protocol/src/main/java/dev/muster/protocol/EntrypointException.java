package dev.muster.protocol;

import org.jspecify.annotations.Nullable;

/** The entrypoint cannot be called at all: a worker said so. */
public final class EntrypointException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String hint;

  /**
   * @param message what is wrong, with the user's traceback
   * @param hint what fixes it
   */
  public EntrypointException(String message, @Nullable String hint) {
    super(message, null, false, false);
    this.hint = hint;
  }

  /** What is wrong, with the user's traceback. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** What fixes it. */
  public @Nullable String hint() {
    return hint;
  }
}
