package dev.muster.core.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder of fetched inputs, {@code <digest>/<file name>}, which several Muster processes share.
 * Each that uses it holds a shared lock; the one that finds itself alone, when it ends, removes the
 * files that were not used for the longest time until the rest is small enough.
 */
final class InputFolder implements AutoCloseable {

  /** What the names of unfinished files start with. */
  static final String PART = ".part";

  private static final String LOCK = ".lock";

  private final Path folder;
  private final long limit;
  private @Nullable FileChannel channel;
  private @Nullable FileLock lock;

  /**
   * @param folder need not be there
   * @param limit bytes that may stay
   */
  InputFolder(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /** The folder, which nobody clears until this is closed. */
  synchronized Path use() throws IOException {
    if (channel == null) {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      lock = lock(channel);
    }
    return folder;
  }

  /** Waits while somebody clears; null where files cannot be locked: then nobody clears. */
  private static @Nullable FileLock lock(FileChannel channel) {
    try {
      return channel.lock(0, Long.MAX_VALUE, true);
    } catch (IOException | OverlappingFileLockException noLocks) {
      return null;
    }
  }

  /** Makes room, if this folder was used and nobody else uses it now. */
  @Override
  public synchronized void close() {
    try (FileChannel open = channel) {
      if (open != null && lock != null) {
        lock.release();
        try (FileLock alone = open.tryLock()) {
          if (alone != null) {
            clear();
          }
        }
      }
    } catch (IOException | OverlappingFileLockException busy) {
      // The next run makes room.
    } finally {
      channel = null;
      lock = null;
    }
  }

  private void clear() throws IOException {
    List<Fetched> files = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (Path each : folders) {
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(each)) {
          for (Path file : inside) {
            files.add(Fetched.of(each, file));
          }
        }
      }
    }
    files.sort(Comparator.comparing(Fetched::used));
    long total = files.stream().mapToLong(Fetched::size).sum();
    for (Fetched file : files) {
      if (!file.part() && total <= limit) {
        return;
      }
      Trees.delete(file.folder());
      total -= file.size();
    }
  }

  /** A file that was fetched, or that a killed process had begun to fetch. */
  private record Fetched(Path folder, long size, FileTime used, boolean part) {
    static Fetched of(Path folder, Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      boolean part = String.valueOf(file.getFileName()).startsWith(PART);
      FileTime used = part ? FileTime.fromMillis(0) : attributes.lastModifiedTime();
      return new Fetched(folder, attributes.size(), used, part);
    }
  }
}
