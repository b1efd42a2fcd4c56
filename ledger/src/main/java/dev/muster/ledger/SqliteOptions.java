package dev.muster.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * What a test sets otherwise than the product.
 *
 * @param patience how long a transaction waits for another process's
 * @param fileSystem tells the type of the file system that a folder is on, as the system names it
 */
record SqliteOptions(Duration patience, Function<Path, String> fileSystem) {

  /** Another process's longest transaction is the plan of a big run. */
  static final SqliteOptions DEFAULT =
      new SqliteOptions(Duration.ofSeconds(30), SqliteOptions::fileSystemOf);

  private static String fileSystemOf(Path folder) {
    try {
      return Files.getFileStore(folder).type();
    } catch (IOException e) {
      // Where the system cannot say, opening the file will.
      return "unknown";
    }
  }
}
