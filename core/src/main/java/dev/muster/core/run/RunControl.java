package dev.muster.core.run;

import dev.muster.spi.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * How the user stops a run: the first request lets running tasks end, the second stops them now.
 * Safe for use by several threads, a signal handler's among them.
 */
public final class RunControl implements Cancellation {

  /** What was asked. */
  public enum Stop {
    NONE,
    DRAIN,
    NOW
  }

  private final List<Consumer<Stop>> listeners = new ArrayList<>();
  private Stop stop = Stop.NONE;
  private boolean writing;
  private boolean cancelled;

  /** Asks to stop: first to drain, then now. */
  public Stop requestStop() {
    List<Consumer<Stop>> told;
    Stop asked;
    synchronized (this) {
      stop = stop == Stop.NONE ? Stop.DRAIN : Stop.NOW;
      asked = stop;
      told = List.copyOf(listeners);
    }
    told.forEach(listener -> listener.accept(asked));
    return asked;
  }

  /** Asks to stop now, and to say that it was cancelled. */
  public void cancel() {
    List<Consumer<Stop>> told;
    synchronized (this) {
      stop = Stop.NOW;
      cancelled = true;
      told = List.copyOf(listeners);
    }
    told.forEach(listener -> listener.accept(Stop.NOW));
  }

  /** Whether somebody asked for it to be cancelled. */
  public synchronized boolean cancelled() {
    return cancelled;
  }

  /** Calls the listener for each request, also for one that was made before. */
  public void onStop(Consumer<Stop> listener) {
    Stop before;
    synchronized (this) {
      listeners.add(listener);
      before = stop;
    }
    if (before != Stop.NONE) {
      listener.accept(before);
    }
  }

  /** All tasks have ended and results are being written: one request more waits for them. */
  void writingResults() {
    synchronized (this) {
      writing = true;
    }
  }

  /**
   * Tells whether nobody would hear a request: there is nothing to stop but the program itself. So
   * it is before a run begins, and while results are written for a user who asked to stop before:
   * the ledger has all that is needed to write them again.
   */
  public synchronized boolean unheard() {
    return listeners.isEmpty() || (writing && stop != Stop.NONE);
  }

  /** What was asked last. */
  public synchronized Stop stop() {
    return stop;
  }

  @Override
  public boolean requested() {
    return stop() != Stop.NONE;
  }
}
