package dev.muster.reports.text;

import dev.muster.model.Outcome;
import java.time.Instant;

/** Points in time, in whole microseconds. */
public final class Times {

  private static final long MICROS_PER_SECOND = 1_000_000;

  private Times() {}

  /** Microseconds since 1970-01-01T00:00Z. */
  public static long micros(Instant time) {
    return time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / 1_000;
  }

  /** How long the last attempt took, in microseconds; 0 when a clock was set back meanwhile. */
  public static long durationMicros(Outcome outcome) {
    return Math.max(0, micros(outcome.ended()) - micros(outcome.started()));
  }

  /** Seconds since 1970-01-01T00:00Z with six decimals, for instance {@code 1795201200.000250}. */
  public static String epochSeconds(Instant time) {
    String micros = Integer.toString(time.getNano() / 1_000);
    return time.getEpochSecond() + "." + "0".repeat(6 - micros.length()) + micros;
  }
}
