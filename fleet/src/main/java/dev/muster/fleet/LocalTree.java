package dev.muster.fleet;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What is copied to hosts.
 *
 * @param root the file or folder
 * @param folder which of them
 * @param entries folders before what is in them; of a file one, with an empty path
 */
record LocalTree(Path root, boolean folder, List<Entry> entries) {

  LocalTree {
    entries = List.copyOf(entries);
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
        return new LocalTree(root, false, List.of(entry(Kind.FILE, root, "", attributes)));
      }
      if (!attributes.isDirectory()) {
        throw new MusterException(ErrorKind.INVALID, local + " is no file and no folder");
      }
      Scanner scanner = new Scanner(root, excludes);
      Files.walkFileTree(root, scanner);
      return new LocalTree(root, true, scanner.entries);
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(), "cannot copy " + local + ": " + fault.words(), null, e);
    }
  }

  /** The place of an entry here. */
  Path file(Entry entry) {
    return folder ? root.resolve(entry.path()) : root;
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
