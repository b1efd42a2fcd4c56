package dev.muster.reports.html;

import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {

  private Numbers() {}

  /** A whole number with thousands apart: 12,345. */
  static String text(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A size in bytes: 900 B, 16 KiB, 3 MiB. */
  static String bytes(long bytes) {
    if (bytes < 1 << 10) {
      return bytes + " B";
    }
    return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
  }
}
