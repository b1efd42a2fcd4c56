package dev.muster.config.language;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where something stands.
 *
 * @param file absolute
 * @param line from 1; 0 for the file as a whole
 * @param column from 1; 0 when it is not known
 * @param importedAt where the file was imported, null for the one that was named
 */
public record Origin(Path file, int line, int column, @Nullable Origin importedAt) {

  Origin at(int line, int column) {
    return new Origin(file, line, column, importedAt);
  }

  /** {@code a.json:3:5}, and from where it was imported. */
  @Override
  public String toString() {
    return place() + way();
  }

  /** From where it was imported: {@code , imported at a.json:3:5}; empty when it was not. */
  String way() {
    StringBuilder text = new StringBuilder();
    for (Origin from = importedAt; from != null; from = from.importedAt()) {
      text.append(", imported at ").append(from.place());
    }
    return text.toString();
  }

  private String place() {
    String lineOf = line == 0 ? "" : ":" + line;
    return file + lineOf + (column == 0 ? "" : ":" + column);
  }
}
