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
}
