package dev.muster.config.hosts;

import dev.muster.config.text.Problems;
import dev.muster.spi.Problem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an expression stands.
 *
 * @param key what the text is, for messages
 * @param line of the file, 0 for none
 * @param offset from 0, within the text
 * @param problems of the file; takes what is wrong here
 * @param other the file, when it is not the one that the problems belong to
 */
record Place(String key, int line, int offset, Problems problems, @Nullable Path other) {

  Place(String key, int line, int offset, Problems problems) {
    this(key, line, offset, problems, null);
  }

  Place plus(int more) {
    return new Place(key, line, offset + more, problems, other);
  }

  /** A line of another file. */
  Place in(Path file, int fileLine) {
    return new Place(key, fileLine, 0, problems, file);
  }

  /** Notes what is wrong here. */
  void note(String message, @Nullable String hint) {
    String text = key + ", character " + (offset + 1) + ": " + message;
    if (other == null) {
      problems.add(line, text, hint);
    } else {
      problems.add(new Problem(other, line, text, hint));
    }
  }

  @Override
  public String toString() {
    Path imported = other == null ? problems.fileOf(line) : other;
    String file = imported == null || imported.equals(problems.file()) ? key : imported.toString();
    int number = other == null ? problems.numberOf(line) : line;
    return file + (number == 0 ? "" : " in line " + number) + ", character " + (offset + 1);
  }
}
