package dev.muster.spi;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with what the user gave.
 *
 * @param file where, null when it is in no file
 * @param line from 1; 0 when it is in no line
 * @param message what is wrong and the value seen
 * @param hint what fixes it, null when the message says it all
 */
public record Problem(@Nullable Path file, int line, String message, @Nullable String hint) {

  /** A problem that belongs to no line. */
  public static Problem of(String message, @Nullable String hint) {
    return new Problem(null, 0, message, hint);
  }

  @Override
  public String toString() {
    String place = file == null ? "" : line == 0 ? file + ": " : file + ":" + line + ": ";
    return place + message + (hint == null ? "" : " (" + hint + ")");
  }
}
