package dev.muster.reports.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Spans of time as people read them. */
public final class Durations {

  private static final long MICROS_PER_MINUTE = 60_000_000;
  private static final double MICROS_PER_SECOND = 1e6;

  private Durations() {}

  /** A duration with three digits or so: 250 µs, 1.25 ms, 81.3 ms, 3.48 s, 4 m 05 s, 2 h 03 m. */
  public static String text(Duration duration) {
    return text(duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1_000);
  }

  /** Microseconds with three digits or so. */
  public static String text(long micros) {
    if (micros < 1_000) {
      return micros + " µs";
    }
    // Rounding first decides the unit, so that 999.96 ms is 1 s and not 1000 ms.
    BigDecimal millis = digits(micros / 1e3);
    if (millis.compareTo(BigDecimal.valueOf(1_000)) < 0) {
      return millis.toPlainString() + " ms";
    }
    BigDecimal seconds = digits(micros / MICROS_PER_SECOND);
    if (seconds.compareTo(BigDecimal.valueOf(60)) < 0) {
      return seconds.toPlainString() + " s";
    }
    long wholeSeconds = (micros + 500_000) / 1_000_000;
    if (wholeSeconds < 3_600) {
      return String.format(Locale.ROOT, "%d m %02d s", wholeSeconds / 60, wholeSeconds % 60);
    }
    long minutes = (micros + MICROS_PER_MINUTE / 2) / MICROS_PER_MINUTE;
    return minutes < 24 * 60
        ? String.format(Locale.ROOT, "%d h %02d m", minutes / 60, minutes % 60)
        : String.format(Locale.ROOT, "%d d %02d h", minutes / 1_440, minutes % 1_440 / 60);
  }

  private static BigDecimal digits(double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    BigDecimal rounded = exact.setScale(decimals, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? BigDecimal.ZERO : trimmed(rounded);
  }

  private static BigDecimal trimmed(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
