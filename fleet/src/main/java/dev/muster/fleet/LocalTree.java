package dev.muster.fleet;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.FileParts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is copied to hosts.
 *
 * @param root the file or folder; empty when there is none
 * @param folder which of them
 * @param entries folders before what is in them; of a file one, with an empty path
 * @param parts where files are that are no files of their own, by path
 */
record LocalTree(
    Path root, boolean folder, List<Entry> entries, Map<String, FileParts.Part> parts) {

  private static final int PROGRAM = 0755;
  private static final int PLAIN = 0644;

  /**
   * The first of February 1980, as Gradle gives it to files of archives that are to be the same
   * anywhere: zip knows no earlier year, whatever the time zone.
   */
  private static final long NEVER_CHANGED =
      TimeUnit.SECONDS.toNanos(Instant.parse("1980-02-01T00:00:00Z").getEpochSecond());

  LocalTree {
    entries = List.copyOf(entries);
    parts = Map.copyOf(parts);
  }

  /** Files, folders and links; nothing else is copied. */
  enum Kind {
    FILE,
    FOLDER,
    LINK
  }

  /**
   * One of them.
   *
   * @param path below the root, with slashes; empty for the root
   * @param size in bytes, of files
   * @param mode permissions, the lower nine bits
   * @param modified in nanoseconds since 1970
   * @param link what a link leads to, else empty
   */
  record Entry(Kind kind, String path, long size, int mode, long modified, String link) {}

  /**
   * Looks at all.
   *
   * @throws MusterException when something cannot be read
   */
  static LocalTree scan(Path local, Excludes excludes) {
    try {
      Path root = local.toRealPath();
      BasicFileAttributes attributes = Files.readAttributes(root, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        if (!Files.isReadable(root)) {
          throw new MusterException(ErrorKind.FORBIDDEN, "cannot read " + local);
        }
        return new LocalTree(
            root, false, List.of(entry(Kind.FILE, root, "", attributes)), Map.of());
      }
      if (!attributes.isDirectory()) {
        throw new MusterException(ErrorKind.INVALID, local + " is no file and no folder");
      }
      Scanner scanner = new Scanner(root, excludes);
      Files.walkFileTree(root, scanner);
      return new LocalTree(root, true, scanner.entries, Map.of());
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(), "cannot copy " + local + ": " + fault.words(), null, e);
    }
  }

  /** A folder of files that are parts of others. */
  static LocalTree of(FileParts files) {
    List<Entry> entries = new ArrayList<>();
    Map<String, FileParts.Part> parts = new HashMap<>();
    Set<String> folders = new HashSet<>(Set.of(""));
    entries.add(folder(""));
    for (FileParts.Part part : files.parts()) {
      String path = part.path();
      for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
        if (folders.add(path.substring(0, at))) {
          entries.add(folder(path.substring(0, at)));
        }
      }
      entries.add(
          new Entry(
              Kind.FILE,
              path,
              part.size(),
              part.executable() ? PROGRAM : PLAIN,
              NEVER_CHANGED,
              ""));
      parts.put(path, part);
    }
    return new LocalTree(Path.of(""), true, entries, parts);
  }

  private static Entry folder(String path) {
    return new Entry(Kind.FOLDER, path, 0, PROGRAM, NEVER_CHANGED, "");
  }

  /** The file here that has the bytes of an entry, from {@link #offset} on. */
  Path file(Entry entry) {
    FileParts.Part part = parts.get(entry.path());
    return part != null ? part.file() : folder ? root.resolve(entry.path()) : root;
  }

  /** Where in its file the bytes of an entry begin. */
  long offset(Entry entry) {
    FileParts.Part part = parts.get(entry.path());
    return part == null ? 0 : part.offset();
  }

  /** The hash that an entry has to have; null when it has the one that it has. */
  @Nullable String sha256(Entry entry) {
    FileParts.Part part = parts.get(entry.path());
    return part == null ? null : part.sha256();
  }

  /** The bytes of an entry; at its end the stream may give what stands behind them. */
  InputStream open(Entry entry) throws IOException {
    InputStream in = Files.newInputStream(file(entry));
    try {
      in.skipNBytes(offset(entry));
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static Entry entry(Kind kind, Path path, String name, BasicFileAttributes attributes)
      throws IOException {
    return new Entry(
        kind,
        name,
        kind == Kind.FILE ? attributes.size() : 0,
        kind == Kind.LINK ? 0777 : mode(path),
        attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
        kind == Kind.LINK ? Files.readSymbolicLink(path).toString() : "");
  }

  private static int mode(Path path) throws IOException {
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    int mode = 0;
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      mode = (mode << 1) | (permissions.contains(permission) ? 1 : 0);
    }
    return mode;
  }

  private static final class Scanner extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Excludes excludes;
    private final List<Entry> entries = new ArrayList<>();

    Scanner(Path root, Excludes excludes) {
      this.root = root;
      this.excludes = excludes;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      String name = root.relativize(folder).toString();
      if (!name.isEmpty() && excludes.matches(name, true)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      entries.add(entry(Kind.FOLDER, folder, name, attributes));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = root.relativize(file).toString();
      if (!excludes.matches(name, false)) {
        if (attributes.isSymbolicLink()) {
          entries.add(entry(Kind.LINK, file, name, attributes));
        } else if (attributes.isRegularFile()) {
          if (!Files.isReadable(file)) {
            throw new java.nio.file.AccessDeniedException(file.toString());
          }
          entries.add(entry(Kind.FILE, file, name, attributes));
        }
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
