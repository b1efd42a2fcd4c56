package dev.muster.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the ledger, {@code ledger.db.bak}: made when a process that has written closes the
 * ledger and the last copy is older than a day. It is read whole to be copied, so a corrupt ledger
 * never takes the place of a good copy.
 */
final class SqliteBackup {

  private static final Logger log = LoggerFactory.getLogger(SqliteBackup.class);
  private static final Duration AGE = Duration.ofDays(1);

  private final SqliteFile file;

  SqliteBackup(SqliteFile file) {
    this.file = file;
  }

  /** Makes a new copy when the present one is too old; without one the work goes on, too. */
  void refresh(Connection connection, Instant now) {
    boolean young =
        file.backupTime().filter(time -> time.toInstant().plus(AGE).isAfter(now)).isPresent();
    if (young) {
      return;
    }
    try (FileChannel channel =
            FileChannel.open(file.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return;
      }
      make(connection, file.backup(), Optional.of(now));
    } catch (OverlappingFileLockException e) {
      log.debug("another ledger of this process makes the backup {}", file.backup());
    } catch (IOException | SQLException e) {
      log.warn("the backup {} could not be made: {}", file.backup(), e.getMessage());
    }
  }

  /**
   * Copies the ledger before its schema is changed; the caller holds the lock. Without the copy
   * nothing is changed. One that is there was made by a migration that did not end, or by somebody
   * who went back to it: it is made anew.
   */
  void keep(Connection connection, int schema) throws SQLException, IOException {
    Path kept = file.backup(schema);
    make(connection, kept, Optional.empty());
    log.info("the ledger as it was before its schema changed is kept in {}", kept);
  }

  private static void make(Connection connection, Path target, Optional<Instant> time)
      throws SQLException, IOException {
    Path beside = target.resolveSibling(target.getFileName() + ".tmp");
    Files.deleteIfExists(beside);
    try {
      copy(connection, beside);
      if (time.isPresent()) {
        Files.setLastModifiedTime(beside, FileTime.from(time.get()));
      }
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void copy(Connection connection, Path target) throws SQLException, IOException {
    try (PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, target.toString());
      statement.execute();
    }
    try (FileChannel written = FileChannel.open(target, StandardOpenOption.WRITE)) {
      written.force(true);
    }
  }
}
