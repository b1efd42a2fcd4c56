package dev.muster.ledger;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite's result codes (sqlite.org/rescode.html) as errors of Muster. */
final class SqliteErrors {

  /** With less than this left on the disk, a failed write failed for want of room. */
  private static final long NO_ROOM = 1 << 20;

  private static final int PRIMARY = 0xff;

  private final SqliteFile file;

  SqliteErrors(SqliteFile file) {
    this.file = file;
  }

  MusterException translate(SQLException e) {
    int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : e.getErrorCode();
    if (code == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY.code
        || code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE.code) {
      return error(ErrorKind.CONFLICT, "has this already: " + e.getMessage(), "", e);
    }
    // The primary codes; ints, because the driver's enumeration holds the extended ones, too.
    return switch (code & PRIMARY) {
      case 5, 6 -> locked(e);
      case 13 -> full(e);
      case 10 -> hasRoom() ? broken(e) : full(e);
      case 3, 8, 23 -> forbidden(e);
      case 14 -> hasRoom() ? forbidden(e) : full(e);
      case 11, 26 -> corrupt(e);
      default -> error(ErrorKind.INTERNAL, "failed: " + e.getMessage(), "", e);
    };
  }

  private MusterException locked(SQLException e) {
    return error(
        ErrorKind.CONFLICT,
        "stayed locked for " + file.patience().toSeconds() + " s by another process",
        LockHolders.of(file).hint(),
        e);
  }

  private MusterException full(SQLException e) {
    return error(
        ErrorKind.QUOTA,
        "cannot be written: the disk is full",
        "make room on the file system of " + file.home() + "; nothing that was committed is lost",
        e);
  }

  private MusterException broken(SQLException e) {
    return error(
        ErrorKind.UNAVAILABLE,
        "cannot be read or written: " + e.getMessage(),
        "check the disk of " + file.home(),
        e);
  }

  private MusterException forbidden(SQLException e) {
    return error(
        ErrorKind.FORBIDDEN,
        "cannot be opened for writing: " + e.getMessage(),
        "make " + file.home() + " and the files in it writable, or set MUSTER_HOME",
        e);
  }

  private MusterException corrupt(SQLException e) {
    String hint =
        file.backupTime()
            .map(
                time ->
                    "the backup of "
                        + time.toInstant().truncatedTo(ChronoUnit.SECONDS)
                        + " is "
                        + file.backup()
                        + ": move ledger.db, ledger.db-wal and ledger.db-shm away,"
                        + " then copy it to ledger.db")
            .orElse("there is no backup yet; move it away, and a new one is begun");
    return error(ErrorKind.INVALID, "is corrupt: " + e.getMessage(), hint, e);
  }

  private MusterException error(ErrorKind kind, String what, String hint, SQLException e) {
    return new MusterException(
        kind, "the ledger " + file.path() + " " + what, hint.isEmpty() ? null : hint, e);
  }

  private boolean hasRoom() {
    try {
      return Files.getFileStore(file.home()).getUsableSpace() >= NO_ROOM;
    } catch (IOException e) {
      return true;
    }
  }
}
