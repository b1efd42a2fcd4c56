package dev.muster.spi.engine;

import dev.muster.model.Worker;

/**
 * Hears what an engine does. Called from the engine's threads; must be quick and must not throw.
 */
public interface TaskListener {

  /** A worker process is up. */
  void workerStarted(Worker worker);

  /** An attempt begins. */
  void started(QueuedTask task, int worker);

  /** An attempt has ended; the engine goes on to its next task. */
  void ended(QueuedTask task, Attempt attempt);

  /**
   * Waits until all outcomes of attempts that have ended are committed, so that an engine may
   * forget them.
   *
   * @return false when they cannot be: the run is about to be stopped
   */
  default boolean kept() {
    return true;
  }
}
