package dev.muster.spi.engine;

import dev.muster.spi.MusterException;
import java.time.Duration;
import java.util.List;

/** Tasks at work. */
public interface EngineRun {

  /**
   * Ends a task that was taken from the queue; its attempt ends with FailureKind.REVOKED.
   *
   * @return false when it is not here, or has ended
   */
  boolean revoke(int ordinal);

  /** What each live worker does now. */
  List<WorkerStatus> workers();

  /**
   * Begins no further task: those that were taken and do not run yet end with FailureKind.STOPPED.
   * For engines that take tasks ahead. Returns at once.
   */
  default void drain() {}

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
