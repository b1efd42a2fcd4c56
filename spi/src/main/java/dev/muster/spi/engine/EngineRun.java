package dev.muster.spi.engine;

import dev.muster.spi.MusterException;
import java.time.Duration;
import java.util.List;

/** Tasks at work. */
public interface EngineRun {

  /** Ends a running task, if it runs; its attempt ends with FailureKind.REVOKED. */
  void revoke(int ordinal);

  /** What each live worker does now. */
  List<WorkerStatus> workers();

  /**
   * Ends running tasks with their process groups: asks first, kills after the grace time. Their
   * attempts end with FailureKind.STOPPED. No task is taken any more.
   */
  void stop(Duration grace);

  /**
   * Waits until the queue is empty and all workers are gone.
   *
   * @throws MusterException INVALID when the entrypoint cannot be called at all (not importable,
   *     wrong signature), with the user's traceback as detail; whatever else made the engine give
   *     up
   */
  void await() throws InterruptedException;
}
