package dev.muster.stores;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Gives the errors of a local file system their kinds. */
final class FileErrorTranslator {

  /** A disk with less than one block free is full. */
  private static final long BLOCK = 4096;

  private FileErrorTranslator() {}

  /**
   * @param action for the message: "read", "write" …
   * @param path of what
   */
  static MusterException translate(String action, Path path, IOException error) {
    String failed = "cannot " + action + " " + path + ": ";
    if (error instanceof NoSuchFileException
        || error instanceof NotDirectoryException
        || error instanceof FileNotFoundException) {
      return new MusterException(
          ErrorKind.NOT_FOUND, failed + "it is not there", "check the path", error);
    }
    if (error instanceof AccessDeniedException) {
      return new MusterException(
          ErrorKind.FORBIDDEN,
          failed + "permission denied",
          "look at its owner and mode: ls -ld " + path,
          error);
    }
    if (error instanceof ClosedByInterruptException) {
      return new MusterException(ErrorKind.INTERRUPTED, failed + "interrupted", null, error);
    }
    return switch (disk(path)) {
      case FULL ->
          new MusterException(
              ErrorKind.QUOTA,
              failed + "no space is left on its disk",
              "make room: df -h " + path.getParent(),
              error);
      case READ_ONLY ->
          new MusterException(
              ErrorKind.FORBIDDEN,
              failed + "its file system is mounted read-only",
              "name a folder that can be written",
              error);
      case FINE -> new MusterException(ErrorKind.UNAVAILABLE, failed + reason(error), null, error);
    };
  }

  private enum Disk {
    FINE,
    FULL,
    READ_ONLY
  }

  /** Asks the disk itself; the JDK gives its state only as text in the language of the locale. */
  private static Disk disk(Path path) {
    for (Path place = path; place != null; place = place.getParent()) {
      if (Files.exists(place)) {
        try {
          FileStore disk = Files.getFileStore(place);
          if (disk.isReadOnly()) {
            return Disk.READ_ONLY;
          }
          return disk.getUsableSpace() < BLOCK ? Disk.FULL : Disk.FINE;
        } catch (IOException unknown) {
          return Disk.FINE;
        }
      }
    }
    return Disk.FINE;
  }

  private static String reason(IOException error) {
    String reason =
        error instanceof FileSystemException system ? system.getReason() : error.getMessage();
    return reason == null ? error.getClass().getSimpleName() : reason;
  }
}
