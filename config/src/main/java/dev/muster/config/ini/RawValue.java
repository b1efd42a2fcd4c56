package dev.muster.config.ini;

import java.nio.file.Path;
import java.util.List;

/**
 * A value as it is written, before interpolation.
 *
 * @param text lines without comments and indentation, joined by line breaks
 * @param file in which it stands
 * @param lines the number of each line of the text, from 1
 */
record RawValue(String text, Path file, List<Integer> lines) {

  RawValue {
    lines = List.copyOf(lines);
  }

  /** The line in which the value begins. */
  int line() {
    return lines.get(0);
  }

  /** The line of a character of the text. */
  int lineAt(int position) {
    int breaks = (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
    return lines.get(Math.min(breaks, lines.size() - 1));
  }
}
