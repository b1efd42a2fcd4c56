package dev.muster.core.run;

import dev.muster.model.ShippedFile;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** License files and the like, copied for the time of a run, readable by their owner only. */
final class ShippedFiles implements AutoCloseable {

  private final Path folder;

  private ShippedFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Copies them.
   *
   * @param folder does not exist yet, or is what a killed session left
   */
  static ShippedFiles copy(List<ShippedFile> files, Path folder) {
    try {
      Trees.delete(folder);
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      for (ShippedFile file : files) {
        Path target = folder.resolve(file.target()).normalize();
        if (!target.startsWith(folder)) {
          throw new MusterException(
              ErrorKind.INVALID, "target " + file.target() + " leaves the folder of shipped files");
        }
        Path parent = target.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createFile(
            target,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var out = Files.newOutputStream(target)) {
          Files.copy(file.source(), out);
        }
      }
      return new ShippedFiles(folder);
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.full() ? ErrorKind.QUOTA : ErrorKind.NOT_FOUND,
          "files to ship cannot be copied to " + folder + ": " + fault.words(),
          fault.full() ? "make room there" : "see files: in the project",
          e);
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      Trees.delete(folder);
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.FORBIDDEN,
          "shipped files in " + folder + " cannot be removed: " + e.getMessage(),
          "remove that folder",
          e);
    }
  }
}
