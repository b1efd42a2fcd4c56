package dev.muster.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/** Does something for many hosts, so many at a time. */
final class FanOut {

  // Ending commands on hosts takes twice two seconds at the most.
  private static final long LAST_WORDS_SECONDS = 10;

  private final ExecutorService threads;
  private final int parallel;

  FanOut(ExecutorService threads, int parallel) {
    this.threads = threads;
    this.parallel = parallel;
  }

  /**
   * Does it for 0 to count - 1. When the calling thread is interrupted so is the work, and the
   * thread is left interrupted.
   *
   * @param work must not throw, and end soon when it is interrupted
   * @param cancelled result of what did not begin
   */
  <T> List<T> run(int count, IntFunction<T> work, IntFunction<T> cancelled) {
    Job<T> job = new Job<>(count, work);
    int workers = Math.min(parallel, count);
    CountDownLatch done = new CountDownLatch(workers);
    List<Future<?>> futures = new ArrayList<>(workers);
    List<AtomicBoolean> taken = new ArrayList<>(workers);
    for (int i = 0; i < workers; i++) {
      AtomicBoolean mine = new AtomicBoolean();
      taken.add(mine);
      futures.add(
          threads.submit(
              () -> {
                if (mine.compareAndSet(false, true)) {
                  try {
                    job.work();
                  } finally {
                    done.countDown();
                  }
                }
              }));
    }
    boolean interrupted = false;
    try {
      done.await();
    } catch (InterruptedException e) {
      interrupted = true;
      job.stopped = true;
      futures.forEach(future -> future.cancel(true));
      // What had not begun never will: nobody else counts it.
      taken.stream()
          .filter(each -> each.compareAndSet(false, true))
          .forEach(each -> done.countDown());
      awaitLastWords(done);
    }
    List<T> results = job.results(cancelled);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return results;
  }

  private static void awaitLastWords(CountDownLatch done) {
    try {
      done.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      // Interrupted twice: whoever is not done yet counts as cancelled.
    }
  }

  private static final class Job<T> {
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReferenceArray<T> results;
    private final IntFunction<T> one;
    private volatile boolean stopped;
    private volatile RuntimeException bug;

    @SuppressWarnings("NullAway.Init")
    Job(int count, IntFunction<T> one) {
      this.results = new AtomicReferenceArray<>(count);
      this.one = one;
    }

    void work() {
      for (int i = next.getAndIncrement(); i < results.length(); i = next.getAndIncrement()) {
        if (stopped) {
          return;
        }
        try {
          results.set(i, one.apply(i));
        } catch (RuntimeException e) {
          bug = e;
          stopped = true;
        }
      }
    }

    List<T> results(IntFunction<T> cancelled) {
      if (bug != null) {
        throw bug;
      }
      List<T> all = new ArrayList<>(results.length());
      for (int i = 0; i < results.length(); i++) {
        T result = results.get(i);
        all.add(result == null ? cancelled.apply(i) : result);
      }
      return all;
    }
  }
}
