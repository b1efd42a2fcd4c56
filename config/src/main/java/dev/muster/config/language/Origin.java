package dev.muster.config.language;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where something stands.
 *
 * @param file absolute
 * @param line from 1; 0 for the file as a whole
 * @param column from 1
 * @param importedAt where the file was imported, null for the one that was named
 */
public record Origin(Path file, int line, int column, @Nullable Origin importedAt) {

  Origin at(int line, int column) {
    return new Origin(file, line, column, importedAt);
  }

  /** {@code a.json:3:5}, and from where it was imported. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(place());
    for (Origin from = importedAt; from != null; from = from.importedAt()) {
      text.append(", imported at ").append(from.place());
    }
    return text.toString();
  }

  private String place() {
    return line == 0 ? file.toString() : file + ":" + line + ":" + column;
  }
}
