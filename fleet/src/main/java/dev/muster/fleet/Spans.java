package dev.muster.fleet;

import java.time.Duration;
import java.util.Locale;

/** Time spans as people write them. */
final class Spans {

  private Spans() {}

  /** For instance {@code 250 ms}, {@code 10 s}, {@code 2 min}. */
  static String text(Duration span) {
    long millis = span.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + " min";
    }
    return millis % 1000 == 0
        ? millis / 1000 + " s"
        : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
