package dev.muster.fleet;

import dev.muster.spi.fleet.HostFailure;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.jspecify.annotations.Nullable;

/** What MINA's errors mean to a user. */
final class Faults {

  private Faults() {}

  /**
   * Why a connection was not made.
   *
   * @param connected whether the host had answered
   */
  static HostFailure connecting(
      Throwable error,
      Attempt attempt,
      boolean connected,
      Deadline deadline,
      Duration connectTimeout) {
    HostFailure hostKey = attempt.hostKeyFailure();
    if (hostKey != null) {
      return hostKey;
    }
    Throwable cause = root(error);
    if (cause instanceof SshException ssh
        && ssh.getDisconnectCode() == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
      return attempt.authenticationFailure();
    }
    if (deadline.isOver()) {
      return new HostFailure(
          HostFailure.Kind.TIMEOUT, "it was not connected within " + deadline, null);
    }
    HostSettings to = attempt.settings();
    String place = to.name() + ", port " + to.port();
    String hint = "see that it runs and that its address and port are right";
    if (find(error, ConnectException.class) != null && text(cause).contains("refused")) {
      return unreachable("nobody listens at " + place, hint);
    }
    if (find(error, NoRouteToHostException.class) != null
        || text(cause).contains("unreachable")
        || text(cause).contains("No route")) {
      return unreachable("there is no way to " + place, hint);
    }
    if (find(error, TimeoutException.class) != null || text(cause).contains("imed out")) {
      return unreachable(
          "no answer from "
              + place
              + " within "
              + Spans.text(connectTimeout)
              + (connected ? " while logging in" : ""),
          hint);
    }
    String words = text(cause);
    if (words.contains("oo many authentication failures")) {
      HostFailure failure = attempt.authenticationFailure();
      return new HostFailure(
          failure.kind(), "it wants no more keys tried: " + failure.message(), failure.hint());
    }
    return unreachable(
        connected
            ? "it ended the connection while logging in: " + words
            : "it cannot be connected at " + place + ": " + words,
        null);
  }

  private static HostFailure unreachable(String message, @Nullable String hint) {
    return new HostFailure(HostFailure.Kind.UNREACHABLE, message, hint);
  }

  /** The connection went while something ran. */
  static HostFailure disconnected(@Nullable String why) {
    return new HostFailure(
        HostFailure.Kind.DISCONNECTED,
        "the connection was lost" + (why == null ? "" : ": " + why),
        "nobody knows how far it got; look, then try again");
  }

  static HostFailure cancelled() {
    return new HostFailure(HostFailure.Kind.CANCELLED, "it was stopped", null);
  }

  private static Throwable root(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  /** What an error says; its kind when it says nothing. */
  static String text(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
  }
}
