package dev.muster.packages.distribution;

import dev.muster.packages.distribution.Hashing.Algorithm;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files by the SHA-256 of their content: {@code files/ab/abcdef…}. A file appears by renaming,
 * whole and with its own name, or not at all.
 */
final class ContentStore {

  private static final int BUFFER = 1 << 16;
  private static final String FRESH = "fresh-";

  private final Path folder;

  ContentStore(Path folder) {
    this.folder = folder;
  }

  /** What came in. */
  record Stored(String sha256, long size, Path path) {}

  /** Where it is. */
  Path folder() {
    return folder;
  }

  /** Where a content is, or would be. */
  Path path(String sha256) {
    return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  /**
   * Takes a file in: as another name of the same bytes on the disk where the file system has that,
   * else as a copy.
   */
  Stored put(Path file) throws IOException {
    String sha256 = Hashing.of(file, Algorithm.SHA256);
    long size = Files.size(file);
    Path target = path(sha256);
    if (!whole(target, sha256, size)) {
      Files.createDirectories(target.getParent());
      Path fresh = Files.createTempFile(folder, FRESH, "");
      try {
        Files.delete(fresh); // a name that nobody else has
        link(file, fresh);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
    return new Stored(sha256, size, target);
  }

  private static void link(Path file, Path fresh) throws IOException {
    try {
      Files.createLink(fresh, file.toRealPath());
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(file, fresh);
    }
  }

  /**
   * Takes in what a stream gives.
   *
   * @param size how many bytes it has to give
   * @throws WrongContent when it gives fewer or more
   */
  Stored put(InputStream in, long size) throws IOException {
    Files.createDirectories(folder);
    Path fresh = Files.createTempFile(folder, FRESH, "");
    try {
      MessageDigest digest = Algorithm.SHA256.digest();
      long written = copy(in, fresh, digest, size);
      if (written != size) {
        throw new WrongContent("has " + written + " bytes where " + size + " are stated");
      }
      String sha256 = HexFormat.of().formatHex(digest.digest());
      Path target = path(sha256);
      Files.createDirectories(target.getParent());
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      return new Stored(sha256, size, target);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static long copy(InputStream in, Path to, MessageDigest digest, long most)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long written = 0;
    try (OutputStream out = Files.newOutputStream(to)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        written += read;
        if (written > most) {
          throw new WrongContent("has more than the " + most + " bytes that are stated");
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    return written;
  }

  /**
   * Looks whether there is room for more.
   *
   * @param file that needs it
   * @throws MusterException QUOTA when there is none
   */
  void requireRoom(long bytes, Path file) throws IOException {
    Files.createDirectories(folder);
    long room = Files.getFileStore(folder).getUsableSpace();
    if (room < bytes) {
      throw new MusterException(
          ErrorKind.QUOTA,
          file + " needs " + bytes + " bytes in " + folder + ", where " + room + " are free",
          "make room, or set MUSTER_HOME to another disk");
    }
  }

  /** What a stream gave is not what was stated. */
  static final class WrongContent extends IOException {
    private static final long serialVersionUID = 1L;

    WrongContent(String message) {
      super(message);
    }
  }

  /** Tells whether a content is there and right; reads all of it. */
  boolean isWhole(String sha256, long size) throws IOException {
    return whole(path(sha256), sha256, size);
  }

  private static boolean whole(Path file, String sha256, long size) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == size
        && Hashing.of(file, Algorithm.SHA256).equals(sha256);
  }

  /** Writes what was taken in to the disk, so that it outlives a power cut. */
  void flush(String sha256) throws IOException {
    try (FileChannel channel = FileChannel.open(path(sha256), StandardOpenOption.READ)) {
      channel.force(false);
    }
  }

  void delete(String sha256) throws IOException {
    Files.deleteIfExists(path(sha256));
  }

  /** Removes every content but these, and what killed processes left; returns the bytes. */
  long retain(Set<String> kept) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    long freed = 0;
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        if (!kept.contains(String.valueOf(file.getFileName()))) {
          freed += Files.size(file);
          Files.delete(file);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return freed;
  }
}
