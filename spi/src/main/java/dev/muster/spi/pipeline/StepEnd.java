package dev.muster.spi.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param cause why
 * @param exitCode of the program; 128 and the number of a signal that ended it; null when it has
 *     none
 * @param detail for people, null when there is nothing to say beside it
 */
public record StepEnd(Cause cause, @Nullable Integer exitCode, @Nullable String detail) {

  /** Why an attempt ended. */
  public enum Cause {
    /** By itself. */
    EXITED,
    /** It took longer than its time limit. */
    TIMED_OUT,
    /** It was asked to. */
    CANCELLED,
    /** Its host or driver went away and left no exit code. */
    LOST
  }

  /** By itself, with an exit code. */
  public static StepEnd exited(int code) {
    return new StepEnd(Cause.EXITED, code, null);
  }
}
