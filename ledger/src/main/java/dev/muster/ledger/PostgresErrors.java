package dev.muster.ledger;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.sql.SQLException;
import java.util.Set;

/** PostgreSQL's states (documentation, appendix A, "Error Codes") as errors of Muster. */
final class PostgresErrors {

  /** serialization_failure, deadlock_detected. */
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  /** admin_shutdown, crash_shutdown, cannot_connect_now. */
  private static final Set<String> GOING_DOWN = Set.of("57P01", "57P02", "57P03");

  private final String address;

  PostgresErrors(String address) {
    this.address = address;
  }

  /** Tells whether the server rolled back because of other transactions. */
  static boolean isConflict(SQLException e) {
    return CONFLICTS.contains(state(e));
  }

  /** Tells whether the connection is of no use any more. */
  static boolean isLost(SQLException e) {
    return state(e).startsWith("08") || GOING_DOWN.contains(state(e));
  }

  MusterException translate(SQLException e) {
    if (isConflict(e)) {
      return error(ErrorKind.CONFLICT, "is too busy: " + e.getMessage(), "try again", e);
    }
    if (isLost(e)) {
      return error(
          ErrorKind.UNAVAILABLE,
          "cannot be reached: " + e.getMessage(),
          "check MUSTER_LEDGER and that the server is up: pg_isready",
          e);
    }
    String state = state(e);
    return switch (state) {
      case "55P03" ->
          error(
              ErrorKind.CONFLICT,
              "stayed locked by another transaction",
              "see who holds it: SELECT * FROM pg_stat_activity",
              e);
      case "53100" ->
          error(ErrorKind.QUOTA, "cannot be written: its disk is full", "make room on its disk", e);
      case "53300" ->
          error(
              ErrorKind.UNAVAILABLE,
              "takes no more connections",
              "raise max_connections, or run fewer Musters",
              e);
      case "42501" ->
          error(
              ErrorKind.FORBIDDEN,
              "forbids it: " + e.getMessage(),
              "give the user CREATE and USAGE on the schema",
              e);
      case "25006" -> error(ErrorKind.FORBIDDEN, "is read only: " + e.getMessage(), "", e);
      case "3D000" -> error(ErrorKind.CONFIGURATION, "does not exist", "make it with: createdb", e);
      case "23505" -> error(ErrorKind.CONFLICT, "has this already: " + e.getMessage(), "", e);
      case "XX001", "XX002" ->
          error(ErrorKind.INVALID, "is corrupt: " + e.getMessage(), "restore its backup", e);
      default ->
          state.startsWith("28")
              ? error(
                  ErrorKind.UNAUTHORIZED,
                  "refuses the login: " + e.getMessage(),
                  "set MUSTER_LEDGER_USER, and the password in ~/.pgpass or MUSTER_LEDGER_PASSWORD",
                  e)
              : error(ErrorKind.INTERNAL, "failed: " + e.getMessage(), "", e);
    };
  }

  private MusterException error(ErrorKind kind, String what, String hint, SQLException e) {
    return new MusterException(
        kind, "the ledger " + address + " " + what, hint.isEmpty() ? null : hint, e);
  }

  private static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }
}
