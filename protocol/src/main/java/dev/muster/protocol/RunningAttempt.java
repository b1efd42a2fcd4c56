package dev.muster.protocol;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt while it runs. Its slot, the timer and the user's threads meet here: whoever comes
 * first decides how it ends.
 *
 * @param <R> a reason to end it
 */
public final class RunningAttempt<R> {

  private final int ordinal;
  private final int attempt;
  private final WorkerProcess process;
  private final Instant since;
  private volatile long sentAt;
  private boolean sent;
  private boolean over;
  private @Nullable R reason;

  /**
   * @param ordinal of the task
   * @param attempt from 1
   * @param process what is to run it
   * @param since when it was taken
   */
  public RunningAttempt(int ordinal, int attempt, WorkerProcess process, Instant since) {
    this.ordinal = ordinal;
    this.attempt = attempt;
    this.process = process;
    this.since = since;
  }

  /** Of the task. */
  public int ordinal() {
    return ordinal;
  }

  /** When it was taken. */
  public Instant since() {
    return since;
  }

  /** Tells whether it was sent so long ago. */
  public boolean ranLongerThan(Duration timeout) {
    long at = sentAt;
    return at != 0 && System.nanoTime() - at > timeout.toNanos();
  }

  /**
   * Sends the task, unless the attempt was ended before.
   *
   * @return why it was ended, null when it was sent; a worker that is gone does not answer
   */
  public synchronized @Nullable R send(byte[] message) {
    if (reason == null) {
      sentAt = System.nanoTime() | 1;
      sent = true;
      process.send(message);
    }
    return reason;
  }

  /**
   * Asks it to end.
   *
   * @return whether this call was the first and in time
   */
  public synchronized boolean end(R kind) {
    if (over || reason != null) {
      return false;
    }
    reason = kind;
    if (sent) {
      process.ask(ordinal, attempt);
    }
    return true;
  }

  /** Kills what it runs, if it still runs. */
  public synchronized void kill() {
    if (!over && sent) {
      process.ask(ordinal, attempt);
    }
  }

  /** Kills the whole worker, if it still runs. */
  public synchronized void killWorker() {
    if (!over && sent) {
      process.kill();
    }
  }

  /** It has ended; why somebody ended it, null when nobody did. */
  public synchronized @Nullable R finish() {
    over = true;
    return reason;
  }
}
