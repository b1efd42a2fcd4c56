package dev.muster.packages.distribution;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work of a library that waits on sockets, with a deadline and a cancel of our own. */
final class Watched {

  private static final long LOOK_MILLIS = 20;
  private static final long LAST_WORDS_MILLIS = 2_000;

  private final String what;
  private final Duration deadline;
  private final Cancellation cancellation;

  /**
   * @param what for messages: "fetching spark 4.1.1"
   */
  Watched(String what, Duration deadline, Cancellation cancellation) {
    this.what = what;
    this.deadline = deadline;
    this.cancellation = cancellation;
  }

  /**
   * Does it on another thread.
   *
   * @param stop told once when it has to end early; the thread is interrupted, too
   * @throws MusterException TIMEOUT, INTERRUPTED, or what the work threw
   */
  <T> T run(Callable<T> work, Runnable stop) throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, what);
    thread.setDaemon(true);
    long end = System.nanoTime() + deadline.toNanos();
    thread.start();
    boolean done = false;
    try {
      while (true) {
        try {
          T result = task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          done = true;
          return result;
        } catch (TimeoutException e) {
          look(end);
        }
      }
    } catch (ExecutionException e) {
      done = true;
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new MusterException(
          ErrorKind.INTERNAL, what + " failed: " + e.getCause(), null, e.getCause());
    } finally {
      if (!done) {
        stop.run();
        thread.interrupt();
        thread.join(LAST_WORDS_MILLIS);
      }
    }
  }

  private void look(long end) {
    if (cancellation.requested()) {
      throw new MusterException(ErrorKind.INTERRUPTED, "stopped while " + what);
    }
    if (System.nanoTime() - end >= 0) {
      throw new MusterException(
          ErrorKind.TIMEOUT,
          what + " took longer than " + deadline.toSeconds() + " s",
          "what came so far is kept: the same command goes on; --timeout gives more time");
    }
  }
}
