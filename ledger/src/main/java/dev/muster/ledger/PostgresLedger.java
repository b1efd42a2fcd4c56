package dev.muster.ledger;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Transaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The ledger in PostgreSQL, shared by several machines. Writes are SERIALIZABLE: what SQLite's one
 * writer promises, the server promises too, and what it rolls back for that runs again. Reads see
 * one snapshot. Time is the server's.
 */
final class PostgresLedger implements Ledger {

  private static final String WRITE = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE";
  private static final String READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
  private static final String NOW = "SELECT (extract(epoch FROM now()) * 1000000)::bigint";

  /** Each conflict means that another transaction went through, so this many are never met. */
  private static final int ATTEMPTS = 30;

  private static final long FIRST_PAUSE_MILLIS = 4;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  private final PostgresAddress address;
  private final PostgresErrors errors;
  private final ConnectionPool pool;

  private PostgresLedger(PostgresAddress address, PostgresErrors errors, ConnectionPool pool) {
    this.address = address;
    this.errors = errors;
    this.pool = pool;
  }

  /** Connects and brings the schema up to date. */
  static PostgresLedger open(PostgresAddress address) {
    PostgresErrors errors = new PostgresErrors(address.toString());
    ConnectionPool pool = new ConnectionPool(address::connect, address.toString());
    try {
      Connection connection = pool.take();
      try {
        if (!Schema.isCurrent(connection, Dialect.POSTGRESQL, address.toString())) {
          // Flyway takes a lock of the server: two processes migrate one after the other.
          Migration.run(new Connector(address::connect), Dialect.POSTGRESQL, address.toString());
        }
      } finally {
        pool.giveBack(connection);
      }
      return new PostgresLedger(address, errors, pool);
    } catch (SQLException e) {
      pool.close();
      throw errors.translate(e);
    } catch (MusterException e) {
      pool.close();
      throw e;
    }
  }

  @Override
  public String address() {
    return address.toString();
  }

  @Override
  public <T> T write(Function<Transaction, T> work) {
    return repeatedly(WRITE, true, work);
  }

  @Override
  public <T> T read(Function<Transaction, T> work) {
    return repeatedly(READ, false, work);
  }

  @Override
  public void close() {
    pool.close();
  }

  private <T> T repeatedly(String begin, boolean writable, Function<Transaction, T> work) {
    for (int attempt = 1; ; attempt++) {
      Attempt<T> run = new Attempt<>(begin, writable, work);
      try {
        return run.go();
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !run.mayRunAgain(e)) {
          throw errors.translate(e);
        }
      }
      pause(attempt);
    }
  }

  /** Waits a little, longer each time and never as long as the others; a close ends it. */
  private void pause(int attempt) {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 10));
    long millis = ThreadLocalRandom.current().nextLong(1, longest + 1);
    try {
      if (pool.awaitClose(millis, TimeUnit.MILLISECONDS)) {
        throw new MusterException(ErrorKind.INTERNAL, "the ledger " + address + " is closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MusterException(
          ErrorKind.INTERRUPTED, "interrupted while the ledger " + address + " was busy", null, e);
    }
  }

  /** One go at a transaction. */
  private final class Attempt<T> {

    private final String begin;
    private final boolean writable;
    private final Function<Transaction, T> work;
    private boolean commitSent;

    Attempt(String begin, boolean writable, Function<Transaction, T> work) {
      this.begin = begin;
      this.writable = writable;
      this.work = work;
    }

    T go() throws SQLException {
      Connection connection = pool.take();
      boolean committed = false;
      try {
        T result = run(connection);
        committed = true;
        return result;
      } catch (SqlFailure e) {
        throw e.sql();
      } finally {
        if (committed) {
          pool.giveBack(connection);
        } else {
          rollBack(connection);
        }
      }
    }

    /** A connection lost while it committed leaves open whether it has: that is not repeated. */
    boolean mayRunAgain(SQLException e) {
      return PostgresErrors.isConflict(e) || (PostgresErrors.isLost(e) && !commitSent);
    }

    private T run(Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      Session session = new Session(connection, Dialect.POSTGRESQL, writable);
      try (Statement statement = connection.createStatement()) {
        statement.execute(begin);
        T result = work.apply(new JdbcTransaction(session, () -> now(connection)));
        session.end();
        commitSent = true;
        connection.commit();
        return result;
      } finally {
        session.end();
      }
    }

    private void rollBack(Connection connection) {
      try {
        connection.rollback();
        pool.giveBack(connection);
      } catch (SQLException e) {
        // The server rolls back by itself when it finds the connection gone.
        pool.discard(connection);
      }
    }
  }

  private static Instant now(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet time = statement.executeQuery(NOW)) {
      time.next();
      return Microseconds.instant(time.getLong(1));
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }
}
