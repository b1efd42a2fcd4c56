package dev.muster.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as the ledger stores them: whole microseconds since the epoch. */
final class Microseconds {

  private static final long PER_SECOND = 1_000_000;
  private static final int NANOS = 1000;

  private Microseconds() {}

  static long of(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / NANOS);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS);
  }

  /** The instant as it will be read again. */
  static Instant truncated(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }
}
