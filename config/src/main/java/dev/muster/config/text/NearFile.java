package dev.muster.config.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the file that somebody meant who has mistyped its name. */
public final class NearFile {

  /** A folder with more files is not looked through to its end. */
  private static final int MOST_FILES = 1000;

  private NearFile() {}

  /**
   * {@code did you mean b.json?} for a file of the same folder; null when there is none like it.
   */
  public static @Nullable String hint(Path missing) {
    Path folder = missing.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return null;
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<String> names =
          all.limit(MOST_FILES).map(each -> String.valueOf(each.getFileName())).toList();
      return DidYouMean.nearest(String.valueOf(missing.getFileName()), names)
          .map(name -> "did you mean " + name + "?")
          .orElse(null);
    } catch (IOException | UncheckedIOException e) {
      return null;
    }
  }
}
