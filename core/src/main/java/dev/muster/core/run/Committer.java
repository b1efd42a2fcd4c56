package dev.muster.core.run;

import dev.muster.model.Lease;
import dev.muster.model.Outcome;
import dev.muster.model.RunId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Group commit of outcomes: one thread writes all that wait in one transaction. The first is
 * written at once; while the disk is busy, and for a moment after, the next ones gather, so that
 * the cost of a commit is shared. No task waits for a commit, and {@link #flush} does not wait for
 * the moment.
 */
final class Committer implements AutoCloseable {

  /** A commit costs about half a millisecond, whatever is in it. */
  private static final Duration GATHER = Duration.ofMillis(20);

  private static final int MAX_BATCH = 2_000;
  private static final int MAX_WAITING = 50_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final RunId run;
  private final Lease lease;
  private final BiConsumer<List<Outcome>, Set<Integer>> committed;
  private final Consumer<MusterException> failed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition submitted = lock.newCondition();
  private final Condition wanted = lock.newCondition();
  private final Thread thread;
  private List<Outcome> waiting = new ArrayList<>();
  private boolean writing;
  private int flushing;
  private long committedAt = System.nanoTime() - GATHER.toNanos();
  private boolean closed;
  private @Nullable MusterException failure;

  /**
   * @param committed hears what was committed, and which of it was new
   * @param failed hears, once, that the ledger cannot be written any more
   */
  Committer(
      Ledger ledger,
      RunId run,
      Lease lease,
      BiConsumer<List<Outcome>, Set<Integer>> committed,
      Consumer<MusterException> failed) {
    this.ledger = ledger;
    this.run = run;
    this.lease = lease;
    this.committed = committed;
    this.failed = failed;
    thread = new Thread(this::work, "committer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands over an outcome; waits only while very many are waiting. */
  void submit(Outcome outcome) {
    lock.lock();
    try {
      while (waiting.size() >= MAX_WAITING && failure == null) {
        changed.awaitUninterruptibly();
      }
      waiting.add(outcome);
      if (waiting.size() == 1) {
        submitted.signal();
      } else if (waiting.size() == MAX_BATCH) {
        wanted.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all that was submitted is committed.
   *
   * @throws MusterException what made the ledger unwritable
   */
  void flush() {
    lock.lock();
    flushing++;
    try {
      wanted.signalAll();
      while (failure == null && (writing || !waiting.isEmpty())) {
        changed.awaitUninterruptibly();
      }
      if (failure != null) {
        throw failure;
      }
    } finally {
      flushing--;
      lock.unlock();
    }
  }

  /** Ends the thread when all that was submitted is committed or has failed. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      submitted.signalAll();
      wanted.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    for (List<Outcome> batch = next(); batch != null; batch = next()) {
      MusterException problem = null;
      try {
        Set<Integer> fresh = write(batch);
        committed.accept(batch, fresh);
      } catch (MusterException e) {
        problem = e;
      } catch (RuntimeException | Error e) {
        problem =
            new MusterException(ErrorKind.INTERNAL, "committing results failed: " + e, null, e);
      }
      lock.lock();
      try {
        writing = false;
        committedAt = System.nanoTime();
        failure = problem;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      if (problem != null) {
        failed.accept(problem);
        return;
      }
    }
  }

  private @Nullable List<Outcome> next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        submitted.awaitUninterruptibly();
      }
      gather();
      if (waiting.isEmpty()) {
        return null;
      }
      writing = true;
      List<Outcome> batch = waiting;
      if (batch.size() <= MAX_BATCH) {
        waiting = new ArrayList<>();
      } else {
        waiting = new ArrayList<>(batch.subList(MAX_BATCH, batch.size()));
        batch = batch.subList(0, MAX_BATCH);
      }
      changed.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Right after a commit, lets some more outcomes come, unless somebody waits for them. */
  private void gather() {
    try {
      long left = committedAt + GATHER.toNanos() - System.nanoTime();
      while (left > 0 && !closed && flushing == 0 && waiting.size() < MAX_BATCH) {
        left = wanted.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<Integer> write(List<Outcome> batch) {
    return patiently(() -> ledger.write(tx -> tx.tasks().commit(run, lease, batch)));
  }

  /** Writes, and tries again while the ledger is out of reach and the lease is still ours. */
  <T> T patiently(Supplier<T> write) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return write.get();
      } catch (MusterException e) {
        if (!e.kind().retryable() || lost(e) || System.nanoTime() > deadline || !pause()) {
          throw e;
        }
      }
    }
  }

  private boolean lost(MusterException e) {
    if (e.kind() != ErrorKind.CONFLICT) {
      return false;
    }
    try {
      return ledger
          .read(tx -> tx.leases().find(lease.resource()))
          .map(held -> held.epoch() != lease.epoch())
          .orElse(true);
    } catch (MusterException unreadable) {
      return false;
    }
  }

  /** Waits a moment for the ledger to come back; not when the run is being closed. */
  private boolean pause() {
    lock.lock();
    try {
      long left = PAUSE.toNanos();
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
