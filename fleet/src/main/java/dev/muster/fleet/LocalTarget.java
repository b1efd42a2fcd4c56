package dev.muster.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where a get puts what comes: first into a folder beside the place, under names of its own; when
 * all is there and right, by renaming, into its place.
 */
final class LocalTarget implements AutoCloseable {

  private final Path path;
  private final Path staging;
  private final boolean keep;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Deque<Path> made = new ArrayDeque<>();
  private boolean committed;

  /**
   * Makes the folder beside it.
   *
   * @param keep whether what arrived stays after a failure
   * @throws FileAlreadyExistsException when another copy to the same place is at work
   */
  LocalTarget(Path path, boolean keep) throws IOException {
    this.path = path.toAbsolutePath().normalize();
    this.keep = keep;
    Path folder = this.path.getParent();
    Path name = this.path.getFileName();
    if (folder == null || name == null) {
      throw new IOException("the root folder is no place for a copy");
    }
    Path missing = folder;
    while (missing != null && !Files.isDirectory(missing)) {
      made.push(missing);
      missing = missing.getParent();
    }
    Files.createDirectories(folder);
    this.staging = folder.resolve(".muster-" + name);
    Files.createDirectories(staging);
    this.lockFile =
        FileChannel.open(
            staging.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    this.lock = lock(lockFile, this.path);
  }

  private static FileLock lock(FileChannel file, Path path) throws IOException {
    FileLock lock = null;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      // This process itself is at it.
    }
    if (lock == null) {
      file.close();
      throw new FileAlreadyExistsException(path.toString(), null, "another copy to it is at work");
    }
    return lock;
  }

  /** Where an entry is when it is in its place. */
  Path place(LocalTree.Entry entry) {
    return entry.path().isEmpty() ? path : path.resolve(entry.path());
  }

  /** Where its bytes arrive. */
  Path part(LocalTree.Entry entry) {
    String name = entry.path() + "\0" + entry.size() + "\0" + entry.modified();
    return staging.resolve(dev.muster.model.Digest.of(name).toString());
  }

  /** Bytes of an entry that arrived before; 0 when they cannot be its beginning. */
  long arrived(LocalTree.Entry entry) throws IOException {
    Path part = part(entry);
    if (!keep || !Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    long size = Files.size(part);
    return size <= entry.size() ? size : 0;
  }

  /** Opens an entry's bytes, to go on behind those that arrived before. */
  FileChannel open(LocalTree.Entry entry, long from) throws IOException {
    FileChannel file =
        FileChannel.open(
            part(entry),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    file.truncate(from);
    file.position(from);
    return file;
  }

  static void write(FileChannel file, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
  }

  /** Everything that came goes to its place. */
  void commit(List<LocalTree.Entry> entries, Set<LocalTree.Entry> came) throws IOException {
    List<LocalTree.Entry> folders = new ArrayList<>();
    for (LocalTree.Entry entry : entries) {
      Path place = place(entry);
      switch (entry.kind()) {
        case FOLDER -> {
          if (!Files.isDirectory(place)) {
            Files.createDirectory(place);
            folders.add(entry);
          }
        }
        case LINK -> {
          Path beside = staging.resolve("link");
          Files.deleteIfExists(beside);
          Files.createSymbolicLink(beside, Path.of(entry.link()));
          move(beside, place);
        }
        case FILE -> {
          Path now = came.contains(entry) ? part(entry) : place;
          attributes(now, entry);
          if (came.contains(entry)) {
            move(now, place);
          }
        }
      }
    }
    // From the inside to the outside: a folder that may not be written is last.
    for (int i = folders.size() - 1; i >= 0; i--) {
      attributes(place(folders.get(i)), folders.get(i));
    }
    committed = true;
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(to);
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void attributes(Path file, LocalTree.Entry entry) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    // Declared as ls writes them: the owner's reading is the highest bit.
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if (((entry.mode() >> (all.length - 1 - i)) & 1) == 1) {
        permissions.add(all[i]);
      }
    }
    Files.setPosixFilePermissions(file, permissions);
    Files.setLastModifiedTime(file, FileTime.from(entry.modified(), TimeUnit.NANOSECONDS));
  }

  /** Removes what is half, unless it is kept, and folders that were made for nothing. */
  @Override
  public void close() throws IOException {
    if (committed || !keep) {
      try (Stream<Path> files = Files.walk(staging)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
      while (!committed && !made.isEmpty()) {
        Files.deleteIfExists(made.removeLast());
      }
    }
    lock.close();
    lockFile.close();
  }
}
