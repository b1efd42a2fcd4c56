package dev.muster.engine.spark;

import dev.muster.model.RunId;
import dev.muster.spi.engine.EngineJob;
import java.io.IOException;
import java.util.Map;

/** A machine where drivers can run: this one, or the head of a cluster. */
interface DriverHost {

  /**
   * Where Spark is on that machine.
   *
   * @throws dev.muster.spi.MusterException NOT_FOUND when it is not there, with what to do
   */
  SparkInstallation installation(EngineJob job);

  /** The folder for a run. An earlier driver of the run is ended; its spool may still be there. */
  HeadFolder open(EngineJob job) throws IOException;

  /** Whether it installs a project's requirements where executors run. */
  boolean installs();

  /**
   * The interpreter of executors; made when it is not there.
   *
   * @throws dev.muster.spi.MusterException INVALID when hosts cannot run the project's Python
   */
  String python(EngineJob job, ApplicationConf conf) throws IOException;

  /** The environment of the driver, without secrets: workers get theirs another way. */
  Map<String, String> environment(EngineJob job);

  /**
   * Whether the driver ends when this process does. One that does not goes on by itself until
   * {@link #sweep}.
   */
  boolean tied();

  /**
   * Ends what is left of a run whose owner is dead.
   *
   * @return how many processes were ended
   */
  int sweep(RunId run);
}
