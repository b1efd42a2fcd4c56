package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compares trees: names, kinds, contents, permissions, times of files, links. */
final class HostTrees {

  private HostTrees() {}

  static void assertSame(Path expected, Path actual) {
    assertThat(list(actual)).isEqualTo(list(expected));
  }

  private static Map<String, String> list(Path root) {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        String name = root.relativize(file).toString();
        if (Files.isSymbolicLink(file)) {
          found.put(name, "link " + Files.readSymbolicLink(file));
        } else if (Files.isDirectory(file)) {
          found.put(name, "folder " + permissions(file));
        } else {
          found.put(
              name,
              permissions(file)
                  + " "
                  + Files.getLastModifiedTime(file)
                  + " "
                  + FileHashes.of(file, Files.size(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
