package dev.muster.tasks;

import dev.muster.model.FailureKind;
import dev.muster.spi.engine.QueuedTask;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt while it runs. Its slot, the timer and the user's threads meet here: whoever comes
 * first decides how it ends.
 */
final class RunningAttempt {

  private final QueuedTask queued;
  private final WorkerProcess process;
  private final Instant since;
  private volatile long sentAt;
  private boolean sent;
  private boolean over;
  private @Nullable FailureKind reason;

  RunningAttempt(QueuedTask queued, WorkerProcess process, Instant since) {
    this.queued = queued;
    this.process = process;
    this.since = since;
  }

  int ordinal() {
    return queued.task().ordinal();
  }

  Instant since() {
    return since;
  }

  /** Tells whether it was sent so long ago. */
  boolean ranLongerThan(Duration timeout) {
    long at = sentAt;
    return at != 0 && System.nanoTime() - at > timeout.toNanos();
  }

  /**
   * Sends the task, unless the attempt was ended before.
   *
   * @return why it was ended, null when it was sent; a worker that is gone does not answer
   */
  synchronized @Nullable FailureKind send(byte[] message) {
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
  synchronized boolean end(FailureKind kind) {
    if (over || reason != null) {
      return false;
    }
    reason = kind;
    if (sent) {
      process.ask(ordinal(), queued.attempt());
    }
    return true;
  }

  /** Kills what it runs, if it still runs. */
  synchronized void kill() {
    if (!over && sent) {
      process.ask(ordinal(), queued.attempt());
    }
  }

  /** Kills the whole worker, if it still runs. */
  synchronized void killWorker() {
    if (!over && sent) {
      process.kill();
    }
  }

  /** It has ended; why somebody ended it, null when nobody did. */
  synchronized @Nullable FailureKind finish() {
    over = true;
    return reason;
  }
}
