package dev.muster.core.run;

import dev.muster.model.Task;
import dev.muster.spi.engine.QueuedTask;
import dev.muster.spi.engine.TaskQueue;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the tasks of a run: round by round (a round begins when the one before has ended),
 * largest first, retries when their backoff is over.
 */
final class RunQueue implements TaskQueue {

  private final PendingTasks tasks;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Retry> retries =
      new PriorityQueue<>(Comparator.comparingLong(Retry::due));
  private final Set<Integer> revoked = new HashSet<>();
  private int next;
  private int inFlight;
  private boolean closed;

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  RunQueue(PendingTasks tasks, LongSupplier nanos) {
    this.tasks = tasks;
    this.nanos = nanos;
  }

  @Override
  public @Nullable QueuedTask take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        QueuedTask ready = ready();
        if (ready != null) {
          return ready;
        }
        Retry retry = retries.peek();
        if (retry == null && inFlight == 0) {
          closed = true;
          changed.signalAll();
        } else if (retry == null) {
          changed.await();
        } else {
          changed.awaitNanos(retry.due() - nanos.getAsLong());
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable QueuedTask poll() {
    lock.lock();
    try {
      return closed ? null : ready();
    } finally {
      lock.unlock();
    }
  }

  /** A task that can run now, which is at work from here on; null when there is none. */
  private @Nullable QueuedTask ready() {
    for (Retry retry = retries.peek();
        retry != null && retry.due() - nanos.getAsLong() <= 0;
        retry = retries.peek()) {
      retries.poll();
      if (!revoked.contains(retry.task().task().ordinal())) {
        inFlight++;
        return retry.task();
      }
    }
    Task task = nextTask();
    if (task == null) {
      return null;
    }
    inFlight++;
    return new QueuedTask(task, 1);
  }

  /** The next task of this round; null while the round has to be waited for, and at the end. */
  private @Nullable Task nextTask() {
    while (next < tasks.size()) {
      int ordinal = tasks.ordinalAt(next);
      if (revoked.contains(ordinal)) {
        next++;
        continue;
      }
      Task task = tasks.task(ordinal);
      if (next > 0 && task.round() != roundOf(next - 1) && (inFlight > 0 || !retries.isEmpty())) {
        return null;
      }
      next++;
      return task;
    }
    return null;
  }

  private int roundOf(int index) {
    return tasks.task(tasks.ordinalAt(index)).round();
  }

  /** An attempt has ended and the task is settled, or given up for this session. */
  void settled() {
    lock.lock();
    try {
      inFlight--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** An attempt has ended and another one follows. */
  void retry(QueuedTask task, Duration backoff) {
    lock.lock();
    try {
      inFlight--;
      retries.add(
          new Retry(
              new QueuedTask(task.task(), task.attempt() + 1),
              nanos.getAsLong() + TimeUnit.NANOSECONDS.convert(backoff)));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a task out that has not been handed out.
   *
   * @return the task; empty when it is at work or settled
   */
  Optional<Task> revoke(int ordinal) {
    lock.lock();
    try {
      boolean waits = retries.stream().anyMatch(retry -> retry.task().task().ordinal() == ordinal);
      for (int i = next; i < tasks.size() && !waits; i++) {
        waits = tasks.ordinalAt(i) == ordinal;
      }
      if (!waits || !revoked.add(ordinal)) {
        return Optional.empty();
      }
      retries.removeIf(retry -> retry.task().task().ordinal() == ordinal);
      changed.signalAll();
      return Optional.of(tasks.task(ordinal));
    } finally {
      lock.unlock();
    }
  }

  /** Hands out nothing more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private record Retry(QueuedTask task, long due) {}
}
