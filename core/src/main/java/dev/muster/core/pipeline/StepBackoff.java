package dev.muster.core.pipeline;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a step rests before it is run again: 1, 2, 4, … 60 s, and a little less or more. */
final class StepBackoff {

  private static final long FIRST_MILLIS = 1000;
  private static final long LONGEST_MILLIS = 60_000;
  private static final int MOST_DOUBLINGS = 10;

  private final RandomGenerator random;

  StepBackoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The rest behind an attempt.
   *
   * @param attempts that were made
   */
  Duration next(int attempts) {
    long full =
        Math.min(
            LONGEST_MILLIS, FIRST_MILLIS << Math.min(Math.max(0, attempts - 1), MOST_DOUBLINGS));
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }
}
