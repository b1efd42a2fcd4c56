package dev.muster.core;

import dev.muster.spi.MusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Waits for a far server many times at once. */
public final class SideBySide {

  private SideBySide() {}

  /**
   * Does something with each item: each of some threads takes the next one until none is left, or
   * until one of them fails.
   *
   * @throws MusterException the first failure; the other threads have been interrupted
   */
  public static <T> void each(List<T> items, int threads, Consumer<T> action)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads, SideBySide::daemon);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < Math.min(threads, items.size()); i++) {
        workers.add(pool.submit(() -> takeTurns(items, next, action)));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MusterException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      next.set(items.size());
      pool.shutdownNow();
    }
  }

  private static <T> void takeTurns(List<T> items, AtomicInteger next, Consumer<T> action) {
    try {
      for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
        action.accept(items.get(i));
      }
    } catch (RuntimeException e) {
      next.set(items.size());
      throw e;
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "side-by-side");
    thread.setDaemon(true);
    return thread;
  }
}
