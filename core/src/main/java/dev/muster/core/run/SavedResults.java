package dev.muster.core.run;

import dev.muster.core.SideBySide;
import dev.muster.model.Run;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Copies a run's results folder to the bucket that the project names, below the run's id. */
final class SavedResults {

  private static final int WRITERS = 8;

  private final Function<String, Store> stores;

  SavedResults(Function<String, Store> stores) {
    this.stores = stores;
  }

  /**
   * Copies all files; those of an earlier copy are replaced.
   *
   * @param target {@code s3://bucket/prefix}
   * @throws MusterException what the store said; results stay where they are
   */
  void save(Run run, String target) throws InterruptedException {
    SavePlace place = SavePlace.of(target);
    String below = place.prefix() + run.id();
    try {
      Store store = stores.apply(place.root());
      SideBySide.each(
          files(run.results()),
          WRITERS,
          file -> store.put(below + "/" + run.results().relativize(file), file));
    } catch (MusterException e) {
      throw notSaved(run, target, e.kind(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw notSaved(run, target, ErrorKind.UNAVAILABLE, e.toString(), e);
    }
  }

  /** What stands in the folder, without what is being written there. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !folder.relativize(file).toString().startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  static MusterException notSaved(
      Run run, String target, ErrorKind kind, String why, Throwable cause) {
    return new MusterException(
        outside(kind),
        "the results of run " + run.id() + " were not saved to " + target + ": " + why,
        "they are in " + run.results() + "; muster runs report " + run.id() + " saves them",
        cause);
  }

  /** The run itself has ended: whatever passes by itself is that the bucket is not available. */
  private static ErrorKind outside(ErrorKind kind) {
    return kind.retryable() ? ErrorKind.UNAVAILABLE : kind;
  }
}
