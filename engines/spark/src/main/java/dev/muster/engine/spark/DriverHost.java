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

  /** A fresh folder for a run; what an earlier driver of the run has left is ended and removed. */
  HeadFolder open(EngineJob job) throws IOException;

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
