package dev.muster.spi;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * What a failed call to the file system means to a user.
 *
 * @param kind QUOTA for a full disk, FORBIDDEN, NOT_FOUND, else UNAVAILABLE
 * @param words the reason, to be put behind a colon
 */
public record FileFault(ErrorKind kind, String words) {

  /** Finds out. */
  public static FileFault of(IOException e) {
    String text = String.valueOf(e.getMessage());
    if (text.contains("No space left") || text.contains("Disk quota exceeded")) {
      return new FileFault(ErrorKind.QUOTA, "the disk is full");
    }
    if (e instanceof AccessDeniedException || text.contains("Permission denied")) {
      return new FileFault(ErrorKind.FORBIDDEN, "permission denied" + file(e));
    }
    if (text.contains("Read-only file system")) {
      return new FileFault(ErrorKind.FORBIDDEN, "its file system is read only");
    }
    if (e instanceof FileAlreadyExistsException) {
      return new FileFault(ErrorKind.FORBIDDEN, "a file is in the way" + file(e));
    }
    if (e instanceof NoSuchFileException) {
      return new FileFault(ErrorKind.NOT_FOUND, "there is no such file or folder" + file(e));
    }
    return new FileFault(ErrorKind.UNAVAILABLE, text);
  }

  /** Tells whether there is no room for what was to be written. */
  public boolean full() {
    return kind == ErrorKind.QUOTA;
  }

  private static String file(IOException e) {
    return e instanceof FileSystemException fault && fault.getFile() != null
        ? ": " + fault.getFile()
        : "";
  }
}
