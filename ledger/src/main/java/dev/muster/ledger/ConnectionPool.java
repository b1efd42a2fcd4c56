package dev.muster.ledger;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few connections to one server, made when they are needed and used again. */
final class ConnectionPool implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ConnectionPool.class);

  /** Connections at once; a thread beyond that waits. */
  private static final int SIZE = 8;

  private static final long PATIENCE_SECONDS = 60;

  private final Connector.Source source;
  private final String address;
  private final Semaphore free = new Semaphore(SIZE, true);
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  ConnectionPool(Connector.Source source, String address) {
    this.source = source;
    this.address = address;
  }

  /** Takes a connection; it must be given back or discarded. */
  Connection take() throws SQLException {
    if (closed.getCount() == 0) {
      throw new MusterException(ErrorKind.INTERNAL, "the ledger " + address + " is closed");
    }
    try {
      if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new MusterException(
            ErrorKind.TIMEOUT, "no connection to the ledger " + address + " came free");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MusterException(
          ErrorKind.INTERRUPTED, "interrupted while waiting for the ledger " + address, null, e);
    }
    Connection connection = idle.poll();
    if (connection != null) {
      return connection;
    }
    boolean made = false;
    try {
      connection = source.connect();
      made = true;
      return connection;
    } finally {
      if (!made) {
        free.release();
      }
    }
  }

  void giveBack(Connection connection) {
    idle.push(connection);
    free.release();
    if (closed.getCount() == 0) {
      closeIdle();
    }
  }

  /** Drops a broken connection, and the idle ones, which very likely broke with it. */
  void discard(Connection connection) {
    closeQuietly(connection);
    closeIdle();
    free.release();
  }

  /** Waits for the pool to be closed; false when the time is over first. */
  boolean awaitClose(long time, TimeUnit unit) throws InterruptedException {
    return closed.await(time, unit);
  }

  /** Closes what is idle; what is in use is closed when it is given back. */
  @Override
  public void close() {
    closed.countDown();
    closeIdle();
  }

  private void closeIdle() {
    for (Connection each = idle.poll(); each != null; each = idle.poll()) {
      closeQuietly(each);
    }
  }

  private void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      log.debug("closing a connection to {}", address, e);
    }
  }
}
