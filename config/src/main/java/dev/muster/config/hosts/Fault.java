package dev.muster.config.hosts;

import org.jspecify.annotations.Nullable;

/** An expression that cannot be read; caught where the next one begins. */
final class Fault extends Exception {

  private static final long serialVersionUID = 1L;

  private final int offset;
  private final @Nullable String hint;

  /**
   * @param offset of the sign that is wrong, from 0, within the expression
   * @param message what is wrong and the value seen
   * @param hint what fixes it, null when the message says it all
   */
  Fault(int offset, String message, @Nullable String hint) {
    super(message, null, false, false);
    this.offset = offset;
    this.hint = hint;
  }

  int offset() {
    return offset;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  @Nullable String hint() {
    return hint;
  }
}
