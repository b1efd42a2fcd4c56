package dev.muster.config.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the lines of several files in one row, so that a value carries one number wherever it
 * comes from; Clang's source locations are made so. Lines of the file itself keep their number.
 */
final class SourceLines {

  /** More than a file of {@value TextFile#MAX_BYTES} bytes has lines. */
  private static final int LINES = TextFile.MAX_BYTES << 1;

  /** As many files as there are numbers for. */
  private static final int FILES = Integer.MAX_VALUE / LINES - 1;

  private final List<Source> others = new ArrayList<>();

  /**
   * A file that was read on the way.
   *
   * @param way how it was come to: {@code , imported at a.yaml:3}
   */
  private record Source(Path file, String way) {}

  /**
   * A line of a file.
   *
   * @param way how the file was come to; empty for the file itself
   */
  record Line(@Nullable Path file, int line, String way) {}

  /** The number for a line of another file; beyond {@value #FILES} files that of no line. */
  int number(Path file, int line, String way) {
    Source source = new Source(file, way);
    int index = others.indexOf(source);
    if (index < 0) {
      if (others.size() >= FILES) {
        return 0;
      }
      index = others.size();
      others.add(source);
    }
    return (index + 1) * LINES + line;
  }

  /** What a number stands for. */
  Line of(int number, @Nullable Path file) {
    if (number < LINES) {
      return new Line(file, number, "");
    }
    Source source = others.get(number / LINES - 1);
    return new Line(source.file(), number % LINES, source.way());
  }
}
