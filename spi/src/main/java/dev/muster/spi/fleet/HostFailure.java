package dev.muster.spi.fleet;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import org.jspecify.annotations.Nullable;

/**
 * Why a host could not do it.
 *
 * @param kind what kind of failure
 * @param message what failed and the value seen, one sentence; does not name the host again
 * @param hint the command or key that fixes it, null when there is none
 */
public record HostFailure(Kind kind, String message, @Nullable String hint) {

  /** The kinds of failure. */
  public enum Kind {
    /** No address, no route, refused, or no answer in time. */
    UNREACHABLE(ErrorKind.UNAVAILABLE),
    /** No key that the host takes. */
    AUTHENTICATION(ErrorKind.UNAUTHORIZED),
    /** The host's key is unknown, has changed, or is revoked. */
    HOST_KEY(ErrorKind.FORBIDDEN),
    /** The deadline went by. */
    TIMEOUT(ErrorKind.TIMEOUT),
    /** The user stopped it. */
    CANCELLED(ErrorKind.INTERRUPTED),
    /** The connection was lost: nobody knows how the command ended. */
    DISCONNECTED(ErrorKind.UNAVAILABLE),
    /** No room on the host's disk (copies only). */
    DISK_FULL(ErrorKind.QUOTA),
    /** The user may not read or write there (copies only). */
    PERMISSION(ErrorKind.FORBIDDEN),
    /** There is no such file on the host (get only). */
    NOT_FOUND(ErrorKind.NOT_FOUND),
    /** What arrived is not what was sent; it was not put in place (copies only). */
    CORRUPT(ErrorKind.UNAVAILABLE),
    /** Something else; the message has the host's words. */
    FAILED(ErrorKind.UNAVAILABLE);

    private final ErrorKind error;

    Kind(ErrorKind error) {
      this.error = error;
    }

    /** The kind of error that this is when it ends a whole command. */
    public ErrorKind error() {
      return error;
    }
  }

  /** The failure as an error of a whole command. */
  public MusterException toException(String host) {
    return new MusterException(kind.error(), host + ": " + message, hint);
  }
}
