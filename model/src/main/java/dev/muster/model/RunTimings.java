package dev.muster.model;

import java.time.Duration;

/**
 * How long the parts of a run took, over all its sessions (a resumed run has several).
 *
 * @param initialize from the start of the program to the first task handed to a worker
 * @param total from the start of the program to results written
 */
public record RunTimings(Duration initialize, Duration total) {

  public static final RunTimings NONE = new RunTimings(Duration.ZERO, Duration.ZERO);

  /** The sum, for a run that was resumed. */
  public RunTimings plus(RunTimings other) {
    return new RunTimings(initialize.plus(other.initialize), total.plus(other.total));
  }
}
