package dev.muster.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Where the parts of a SQLite ledger are, and how its connections are made.
 *
 * @param home the folder
 * @param patience how long a connection waits for another process's lock
 */
record SqliteFile(Path home, Duration patience) {

  /** Kept in memory by each connection, in KiB; history is written all over its tree. */
  private static final int CACHE = 32 * 1024;

  /** Pages in the log before it is folded into the file: 16 MiB. */
  private static final int CHECKPOINT = 4096;

  Path path() {
    return home.resolve("ledger.db");
  }

  Path backup() {
    return home.resolve("ledger.db.bak");
  }

  /** The copy of before a migration; the daily copy does not take its place. */
  Path backup(int schema) {
    return home.resolve("ledger.db.schema" + schema + ".bak");
  }

  /** Locked while a process changes the schema or makes the backup. */
  Path lock() {
    return home.resolve("ledger.lock");
  }

  /** When the backup was made; empty when there is none. */
  Optional<FileTime> backupTime() {
    try {
      return Optional.of(Files.getLastModifiedTime(backup()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Makes a connection; it commits to the disk before it returns from a commit. */
  Connection connect() throws SQLException {
    SqliteLibrary.prepare(home);
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) patience.toMillis());
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setCacheSize(-CACHE);
    Connection connection = config.createConnection("jdbc:sqlite:" + path());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }
}
