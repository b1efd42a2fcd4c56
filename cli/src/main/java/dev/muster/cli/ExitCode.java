package dev.muster.cli;

import dev.muster.spi.ErrorKind;

/** The exit codes of every command; shown by {@code muster --help}. */
public enum ExitCode {
  DONE(0, "done"),
  FAILED(1, "the work failed"),
  WARNINGS(2, "critical quality warnings stopped a pipeline"),
  USAGE(64, "usage: the command line is wrong"),
  INPUT(65, "bad input, or something is not found"),
  UNAVAILABLE(69, "something outside is unavailable or timed out"),
  INTERNAL(70, "a fault of Muster itself"),
  TRY_AGAIN(75, "try again: conflict, quota, rate"),
  NO_PERMISSION(77, "no permission"),
  CONFIGURATION(78, "bad configuration"),
  INTERRUPTED(130, "interrupted");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The status of the process. */
  public int code() {
    return code;
  }

  /** One line for the help. */
  public String meaning() {
    return meaning;
  }

  /** The code for a kind of error. */
  public static ExitCode of(ErrorKind kind) {
    return switch (kind) {
      case USAGE -> USAGE;
      case INVALID, NOT_FOUND -> INPUT;
      case CONFIGURATION -> CONFIGURATION;
      case CONFLICT, QUOTA, RATE_LIMITED -> TRY_AGAIN;
      case UNAUTHORIZED, FORBIDDEN -> NO_PERMISSION;
      case UNAVAILABLE, TIMEOUT -> UNAVAILABLE;
      case INTERRUPTED -> INTERRUPTED;
      case INTERNAL -> INTERNAL;
    };
  }
}
