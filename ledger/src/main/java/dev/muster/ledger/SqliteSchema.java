package dev.muster.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Makes and migrates the schema of a SQLite file, one process after the other: Flyway itself has no
 * lock for SQLite. A ledger that an older Muster made is copied first.
 */
final class SqliteSchema {

  /** A file lock holds between processes only; this one holds within. */
  private static final Object WITHIN_PROCESS = new Object();

  private static final int SQLITE_CANTOPEN = 14;

  private final SqliteFile file;

  SqliteSchema(SqliteFile file) {
    this.file = file;
  }

  void bringUpToDate(Connection connection) throws SQLException {
    if (isCurrent(connection)) {
      return;
    }
    synchronized (WITHIN_PROCESS) {
      try (FileChannel channel =
              FileChannel.open(file.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !isCurrent(connection)) {
          migrate(connection);
        }
      } catch (IOException e) {
        throw new SQLException("cannot lock " + file.lock(), "", SQLITE_CANTOPEN, e);
      }
    }
  }

  private boolean isCurrent(Connection connection) throws SQLException {
    return Schema.isCurrent(connection, Dialect.SQLITE, file.path().toString());
  }

  private void migrate(Connection connection) throws SQLException, IOException {
    Optional<Integer> before = Schema.version(connection, Dialect.SQLITE);
    if (before.isPresent()) {
      new SqliteBackup(file).keep(connection, before.get());
    }
    try (Statement statement = connection.createStatement()) {
      // Kept in the file: later connections need not say it again.
      statement.execute("PRAGMA journal_mode = WAL");
    }
    Migration.run(new Connector(file::connect), Dialect.SQLITE, file.path().toString());
  }
}
