package dev.muster.spi;

/**
 * The kinds of error; vendors' errors are translated into these, these into exit codes and
 * statuses.
 */
public enum ErrorKind {
  /** What the user gave is wrong: a value, a file's content. */
  INVALID(false),
  /** The command line is wrong. */
  USAGE(false),
  /** A configuration file is wrong. */
  CONFIGURATION(false),
  NOT_FOUND(false),
  /** Somebody else holds it, or it is there already. */
  CONFLICT(true),
  UNAUTHORIZED(false),
  FORBIDDEN(false),
  /** No room: a quota, a full disk. */
  QUOTA(false),
  RATE_LIMITED(true),
  UNAVAILABLE(true),
  TIMEOUT(true),
  /** The user stopped it. */
  INTERRUPTED(false),
  /** Our bug. */
  INTERNAL(false);

  private final boolean retryable;

  ErrorKind(boolean retryable) {
    this.retryable = retryable;
  }

  /** Tells whether the same call may succeed later. */
  public boolean retryable() {
    return retryable;
  }
}
