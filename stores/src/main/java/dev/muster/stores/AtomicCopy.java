package dev.muster.stores;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * Copies a file so that readers see the old content or the new, also after a power cut: written
 * beside its target, forced to the disk, renamed, and the folder forced too.
 */
final class AtomicCopy {

  private static final String UNFINISHED = ".muster-put-";

  private AtomicCopy() {}

  /** Tells whether a name is that of a copy in progress, or of one that a crash cut short. */
  static boolean isUnfinished(String name) {
    return name.startsWith(UNFINISHED);
  }

  /** Missing folders are made. */
  static void copy(Path source, Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("the top folder cannot be replaced");
    }
    try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ)) {
      makeFolders(folder);
      Path unfinished = folder.resolve(UNFINISHED + UUID.randomUUID());
      try {
        write(in, unfinished);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        force(folder);
      } catch (IOException failure) {
        // Asks the disk whether it is full: before the half-written copy is deleted.
        throw FileErrorTranslator.translate("write", target, failure);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    }
  }

  private static void write(FileChannel in, Path target) throws IOException {
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long position = 0;
      long count;
      while ((count = in.transferTo(position, Long.MAX_VALUE - position, out)) > 0) {
        position += count;
      }
      out.force(true);
    }
  }

  private static void makeFolders(Path folder) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path above = folder;
        above != null && !Files.isDirectory(above);
        above = above.getParent()) {
      missing.push(above);
    }
    if (missing.isEmpty()) {
      return;
    }
    Files.createDirectories(folder);
    for (Path made : missing) {
      Path above = made.getParent();
      if (above != null) {
        force(above);
      }
    }
  }

  /** A rename survives a power cut only when its folder is forced. */
  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
