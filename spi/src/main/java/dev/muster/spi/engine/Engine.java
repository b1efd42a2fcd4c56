package dev.muster.spi.engine;

import dev.muster.model.RunId;

/** Runs the tasks of a map run: local, spark, ray, kubernetes. */
public interface Engine {

  /** Its name, for instance {@code local}. */
  String name();

  /**
   * Starts workers and lets them take tasks. A worker gets ready before it takes its first task.
   *
   * @return at once, before the first worker is up
   */
  EngineRun start(EngineJob job, TaskQueue queue, TaskListener listener);

  /**
   * How many tasks can run at once there, whatever the user has said.
   *
   * @return 0 when nobody knows before the run begins
   */
  default int slots(EngineOptions options) {
    return 0;
  }

  /**
   * Checks that the project's entrypoint can be called, without calling it.
   *
   * @throws dev.muster.spi.MusterException INVALID with what is wrong
   */
  void check(EngineJob job) throws InterruptedException;

  /**
   * Ends what a dead owner of the run left running on this machine, and waits until it is gone.
   *
   * @return how many processes were ended
   */
  int sweep(RunId run);
}
