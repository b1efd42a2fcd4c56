package dev.muster.session;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's files of this machine, with permissions set and read by system calls. Without its native
 * library Hadoop starts {@code chmod} for each folder and each file that it makes and {@code ls
 * -ld} for each input: 16 programs in a step that reads and writes one table.
 */
public final class LocalFiles extends LocalFileSystem {

  /** Made by Hadoop, by its name in {@code fs.file.impl}. */
  public LocalFiles() {
    super(new Raw());
  }

  private static final class Raw extends RawLocalFileSystem {

    private static final String MODE = "unix:mode";

    /** The nine bits of owner, group and others, and the sticky bit. */
    private static final int PERMISSIONS = 01777;

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      try {
        Files.setAttribute(pathToFile(path).toPath(), MODE, (int) permission.toShort());
      } catch (UnsupportedOperationException | IllegalArgumentException e) {
        super.setPermission(path, permission); // a system without such modes
      }
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
      FileStatus found = super.getFileStatus(path);
      Map<String, Object> unix;
      try {
        unix = Files.readAttributes(pathToFile(path).toPath(), MODE + ",owner,group");
      } catch (NoSuchFileException e) {
        throw new FileNotFoundException(path + " is gone"); // what callers look for
      } catch (UnsupportedOperationException | IllegalArgumentException e) {
        return found; // which asks ls when it is asked
      }
      return unix.get("mode") instanceof Integer
          ? new FileStatus(
              found.getLen(),
              found.isDirectory(),
              found.getReplication(),
              found.getBlockSize(),
              found.getModificationTime(),
              found.getAccessTime(),
              new FsPermission((short) ((Integer) unix.get("mode") & PERMISSIONS)),
              String.valueOf(unix.get("owner")),
              String.valueOf(unix.get("group")),
              found.getPath())
          : found;
    }
  }
}
