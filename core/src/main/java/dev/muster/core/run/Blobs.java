package dev.muster.core.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** The folder of large results, each under its SHA-256. */
public record Blobs(Path folder) {

  /** The file of a result. */
  public Path file(String sha256) {
    return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  /** Deletes results that nothing refers to any more. */
  public void delete(Collection<String> hashes) throws IOException {
    for (String sha256 : hashes) {
      Files.deleteIfExists(file(sha256));
    }
  }
}
