package dev.muster.testkit.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a test host has on its disk and in its memory file systems that this machine has not. */
final class HostFiles {

  // What the system itself writes.
  private static final Pattern SYSTEM =
      Pattern.compile(
          "/run/(sshd.*|utmp|crond.*)|/etc/ssh/(host_key|sshd_config)|/var/log/(wtmp|btmp|lastlog)|/usr/.*/__pycache__(/.*)?"
              + "|/etc/(passwd|shadow|group)-");

  private HostFiles() {}

  /**
   * Path as the host sees it, and what a change of it changes.
   *
   * @param disk what the host keeps when it is off
   * @param root its root while it runs
   * @param memory its file systems in memory, for instance {@code /tmp}
   */
  static Map<String, String> list(Path disk, Path root, Iterable<String> memory) {
    Map<String, String> found = new TreeMap<>();
    walk(disk.resolve("upper"), "", found);
    walk(disk.resolve("root"), "/root", found);
    walk(disk.resolve("home"), "/home", found);
    for (String folder : memory) {
      walk(root.resolve(folder.substring(1)), folder, found);
    }
    found.keySet().removeIf(path -> SYSTEM.matcher(path).matches());
    return found;
  }

  private static void walk(Path from, String as, Map<String, String> found) {
    if (!Files.isDirectory(from)) {
      return;
    }
    try {
      Files.walkFileTree(from, new Visitor(from, as, found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path from;
    private final String as;
    private final Map<String, String> found;

    Visitor(Path from, String as, Map<String, String> found) {
      this.from = from;
      this.as = as;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String path = as + "/" + from.relativize(folder);
      // A folder of this machine stands in the upper layer when something changed in it.
      if (!folder.equals(from)
          && !(as.isEmpty() && Files.isDirectory(Path.of(path), LinkOption.NOFOLLOW_LINKS))) {
        found.put(path, "folder");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      found.put(
          as + "/" + from.relativize(file),
          attributes.size() + " " + attributes.lastModifiedTime());
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      // It went while we looked.
      return FileVisitResult.CONTINUE;
    }
  }
}
