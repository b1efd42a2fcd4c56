package dev.muster.cli;

import java.time.Duration;
import java.util.Locale;

/** How values are written for people. */
public final class Texts {

  private Texts() {}

  /** A text on one line, with control characters made visible: it may come from anywhere. */
  public static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> plain.append("\\n");
        case '\r' -> plain.append("\\r");
        case '\t' -> plain.append("\\t");
        default -> {
          if (Character.isISOControl(c) || isDirection(c)) {
            plain.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            plain.append(c);
          }
        }
      }
    }
    return plain.toString();
  }

  /** A text with its line ends and tabs kept and other control characters made visible. */
  public static String lines(String text) {
    StringBuilder lines = new StringBuilder(text.length());
    for (String line : text.split("\n", -1)) {
      if (lines.length() > 0) {
        lines.append('\n');
      }
      lines.append(plain(line.replace("\t", "    ")));
    }
    return lines.toString();
  }

  /** Marks that turn the direction of writing can hide what a line says. */
  private static boolean isDirection(char c) {
    return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
  }

  /** Cut to a width, with an ellipsis. */
  public static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }

  /** For instance {@code 350 ms}, {@code 4.2 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
  public static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = duration.toSeconds();
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    if (seconds < 86_400) {
      return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
    return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  /** How long ago, roughly: {@code 45 s}, {@code 3 min}, {@code 2 h}, {@code 5 d}. */
  public static String age(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  /** For instance {@code 512 B}, {@code 1.4 MiB}. */
  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < 4) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %ciB", value, "KMGTP".charAt(unit));
  }

  /** {@code 1 task}, {@code 2 tasks}. */
  public static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** An argument as it can be typed into a POSIX shell. */
  public static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_@%+=:,./-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
