package dev.muster.packages.distribution;

import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Folders that have the files of a distribution under their names, as other names of the same bytes
 * on the disk where the file system has that. A folder appears whole.
 */
final class Trees {

  private final Path folder;

  Trees(Path folder) {
    this.folder = folder;
  }

  Path unfold(Distribution distribution) throws IOException {
    Path tree = path(distribution);
    if (whole(tree, distribution)) {
      return tree;
    }
    remove(distribution);
    Files.createDirectories(folder);
    Path fresh = Files.createTempDirectory(folder, "fresh-");
    try {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      for (DistributionFile file : distribution.files()) {
        Path target = fresh.resolve(file.name());
        Files.createDirectories(target.getParent());
        if (file.executable()) {
          Files.copy(file.path(), target);
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        } else {
          link(file.path(), target);
        }
      }
      Files.move(fresh, tree, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      remove(fresh);
    }
    return tree;
  }

  /** Whether each file is there and is the very file of the store, or as large as it. */
  private static boolean whole(Path tree, Distribution distribution) throws IOException {
    for (DistributionFile file : distribution.files()) {
      Path there = tree.resolve(file.name());
      if (!Files.isRegularFile(there) || Files.size(there) != file.size()) {
        return false;
      }
    }
    return true;
  }

  private static void link(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(file, target);
    }
  }

  void remove(Distribution distribution) throws IOException {
    remove(path(distribution));
  }

  private Path path(Distribution distribution) {
    return folder.resolve(distribution.digest().substring(0, 16));
  }

  private static void remove(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(tree)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
