package dev.muster.engine.spark;

import dev.muster.spi.engine.QueuedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tasks that were handed over and have not ended. Safe for use by several threads. */
final class Outstanding {

  private final Map<Integer, QueuedTask> tasks = new LinkedHashMap<>();

  synchronized void add(QueuedTask task) {
    tasks.put(task.task().ordinal(), task);
  }

  /** The attempt that is awaited; null when it is another one, or none. */
  synchronized @Nullable QueuedTask find(int ordinal, int attempt) {
    QueuedTask task = tasks.get(ordinal);
    return task != null && task.attempt() == attempt ? task : null;
  }

  /** Whichever attempt at a task is awaited; null when none is. */
  synchronized @Nullable QueuedTask find(int ordinal) {
    return tasks.get(ordinal);
  }

  /** Takes an attempt out; null when it was not awaited. */
  synchronized @Nullable QueuedTask end(int ordinal, int attempt) {
    QueuedTask task = find(ordinal, attempt);
    if (task != null) {
      tasks.remove(ordinal);
      notifyAll();
    }
    return task;
  }

  synchronized boolean has(int ordinal) {
    return tasks.containsKey(ordinal);
  }

  synchronized int size() {
    return tasks.size();
  }

  /** All that are awaited, in the order in which they were handed over. */
  synchronized List<QueuedTask> list() {
    return new ArrayList<>(tasks.values());
  }

  /** Takes all out. */
  synchronized List<QueuedTask> clear() {
    List<QueuedTask> all = list();
    tasks.clear();
    notifyAll();
    return all;
  }

  /** Waits until no more than so many are awaited, or the time is up; whether it is so. */
  synchronized boolean await(int most, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (tasks.size() > most) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
