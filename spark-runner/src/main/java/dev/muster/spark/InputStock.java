package dev.muster.spark;

import dev.muster.protocol.spool.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/** Inputs that came with the run, each fetched once by an executor and kept until it ends. */
final class InputStock {

  private final Path folder;
  private final Map<Path, Object> turns = new HashMap<>();

  InputStock(Path folder) {
    this.folder = folder;
  }

  /** The folder that stands for a store's root. */
  Path root(int number) {
    return folder.resolve(Integer.toString(number));
  }

  /**
   * An input as a file of this machine.
   *
   * @param root number of its root
   * @param key below it
   * @param name its name in the run folder
   */
  Path file(Link link, int root, String key, String name) throws IOException, InterruptedException {
    Path file = Bundle.below(root(root), key);
    Object turn;
    synchronized (turns) {
      turn = turns.computeIfAbsent(file, path -> new Object());
    }
    synchronized (turn) {
      if (!Files.exists(file)) {
        Path parent = file.getParent();
        if (parent == null) {
          throw new IOException("no folder for " + file);
        }
        Files.createDirectories(parent);
        Path part = Files.createTempFile(parent, ".part", "");
        try {
          ExecutorHome.fetch(link, name, part);
          Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Files.deleteIfExists(part);
        }
      }
    }
    return file;
  }
}
