package dev.muster.ledger;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

/**
 * The version of the schema. Asking costs one query; Flyway, whose classes take half a second to
 * load, is touched only when there is something to migrate.
 */
final class Schema {

  /** The number of the newest file in the folder {@code schema}. */
  static final int VERSION = 5;

  private Schema() {}

  /**
   * Tells whether the schema is the one of this program.
   *
   * @param address for the message
   * @throws MusterException CONFIGURATION when a newer Muster made it
   */
  static boolean isCurrent(Connection connection, Dialect dialect, String address)
      throws SQLException {
    Optional<Found> found = find(connection, dialect);
    if (found.isPresent() && found.get().version() > VERSION) {
      throw new MusterException(
          ErrorKind.CONFIGURATION,
          "the ledger "
              + address
              + " was made by "
              + found.get().maker()
              + " (schema "
              + found.get().version()
              + "); this is "
              + maker()
              + " (schema "
              + VERSION
              + ")",
          "use that version or a newer one");
    }
    return found.isPresent() && found.get().version() == VERSION;
  }

  /** This program and its version, as the schema keeps it. */
  static String maker() {
    Properties properties = new Properties();
    try (InputStream in = Schema.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "Muster " + properties.getProperty("version");
  }

  /** The version of a schema; empty when there is none yet. */
  static Optional<Integer> version(Connection connection, Dialect dialect) throws SQLException {
    return find(connection, dialect).map(Found::version);
  }

  private static Optional<Found> find(Connection connection, Dialect dialect) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet table = statement.executeQuery(dialect.findHistoryTable())) {
        if (!table.next()) {
          return Optional.empty();
        }
      }
      try (ResultSet last =
          statement.executeQuery(
              "SELECT version, installed_by FROM flyway_schema_history"
                  + " WHERE success AND version IS NOT NULL"
                  + " ORDER BY installed_rank DESC LIMIT 1")) {
        return last.next()
            ? Optional.of(new Found(Integer.parseInt(last.getString(1)), last.getString(2)))
            : Optional.empty();
      }
    }
  }

  private record Found(int version, String maker) {}
}
