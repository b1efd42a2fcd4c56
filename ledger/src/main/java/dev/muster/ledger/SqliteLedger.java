package dev.muster.ledger;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Transaction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger in one SQLite file, in WAL mode: one writing connection whose transactions stand in
 * line, and reading connections that never wait for it. A commit is on the disk when it returns.
 */
final class SqliteLedger implements Ledger {

  private static final Logger log = LoggerFactory.getLogger(SqliteLedger.class);

  private final SqliteFile file;
  private final InstantSource clock;
  private final SqliteErrors errors;
  private final Connection writer;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Deque<Connection> readers = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;
  private boolean written;

  private SqliteLedger(
      SqliteFile file, InstantSource clock, SqliteErrors errors, Connection writer) {
    this.file = file;
    this.clock = clock;
    this.errors = errors;
    this.writer = writer;
  }

  /** Opens the ledger of a home folder; makes what is missing. */
  static SqliteLedger open(Path home, SqliteOptions options, InstantSource clock) {
    HomeFolder.prepare(home, options.fileSystem());
    SqliteFile file = new SqliteFile(home, options.patience());
    SqliteErrors errors = new SqliteErrors(file);
    try {
      Connection writer = file.connect();
      try {
        new SqliteSchema(file).bringUpToDate(writer);
        return new SqliteLedger(file, clock, errors, writer);
      } catch (SQLException | RuntimeException e) {
        writer.close();
        throw e;
      }
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }

  @Override
  public String address() {
    return file.path().toString();
  }

  @Override
  public <T> T write(Function<Transaction, T> work) {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException("a write within a write");
    }
    turn.lock();
    try {
      requireOpen();
      T result = run(writer, "BEGIN IMMEDIATE", true, work);
      written = true;
      return result;
    } catch (SQLException e) {
      throw errors.translate(e);
    } catch (SqlFailure e) {
      throw errors.translate(e.sql());
    } finally {
      turn.unlock();
    }
  }

  @Override
  public <T> T read(Function<Transaction, T> work) {
    requireOpen();
    Connection reader = null;
    try {
      reader = reader();
      return run(reader, "BEGIN", false, work);
    } catch (SQLException e) {
      throw errors.translate(e);
    } catch (SqlFailure e) {
      throw errors.translate(e.sql());
    } finally {
      giveBack(reader);
    }
  }

  /**
   * Closes the connections; the last process to do so folds the log into the file. Beforehand, when
   * something was written and the backup is older than a day, makes a new one.
   */
  @Override
  public void close() {
    turn.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      if (written) {
        new SqliteBackup(file).refresh(writer, clock.instant());
      }
      for (Connection reader = readers.poll(); reader != null; reader = readers.poll()) {
        reader.close();
      }
      writer.close();
    } catch (SQLException e) {
      throw errors.translate(e);
    } finally {
      turn.unlock();
    }
  }

  private <T> T run(
      Connection connection, String begin, boolean writable, Function<Transaction, T> work)
      throws SQLException {
    Session session = new Session(connection, Dialect.SQLITE, writable);
    execute(connection, begin);
    boolean committed = false;
    try {
      T result = work.apply(new JdbcTransaction(session, clock::instant));
      session.end();
      execute(connection, "COMMIT");
      committed = true;
      return result;
    } finally {
      session.end();
      if (!committed) {
        rollBack(connection);
      }
    }
  }

  private static void rollBack(Connection connection) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      // After a full disk, for instance, SQLite has rolled back by itself.
      log.debug("nothing to roll back", e);
    }
  }

  private Connection reader() throws SQLException {
    Connection idle = readers.poll();
    if (idle != null) {
      return idle;
    }
    Connection reader = file.connect();
    execute(reader, "PRAGMA query_only = ON");
    return reader;
  }

  private void giveBack(@Nullable Connection reader) {
    if (reader == null) {
      return;
    }
    readers.push(reader);
    if (closed) {
      for (Connection late = readers.poll(); late != null; late = readers.poll()) {
        try {
          late.close();
        } catch (SQLException e) {
          throw errors.translate(e);
        }
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new MusterException(ErrorKind.INTERNAL, "the ledger " + address() + " is closed");
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
