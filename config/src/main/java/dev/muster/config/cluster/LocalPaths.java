package dev.muster.config.cluster;

import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Paths of this machine that stand in a cluster file.
 *
 * @param folder the file's, absolute; what relative paths are relative to
 * @param home the user's, which {@code ~/} stands for
 * @param problems where what is wrong is noted
 */
record LocalPaths(Path folder, Path home, Problems problems) {

  /** The absolute path, which need not be there. */
  Path resolve(String text) {
    Path path =
        text.equals("~") || text.startsWith("~/")
            ? home.resolve(text.substring(Math.min(2, text.length())))
            : folder.resolve(text);
    return path.toAbsolutePath().normalize();
  }

  /** A file or folder that is there; empty after noting what is wrong. */
  Optional<Path> existing(String key, String text, int line) {
    Path path = resolve(text);
    if (!Files.exists(path)) {
      problems.add(line, key + ": there is no " + path, "a relative path starts at " + folder);
      return Optional.empty();
    }
    if (!Files.isReadable(path)) {
      problems.add(line, key + ": " + path + " may not be read", "chmod u+r " + path);
      return Optional.empty();
    }
    return Optional.of(path);
  }

  /** A private key; empty after noting what is wrong. */
  Optional<Path> key(String key, String text, int line) {
    Optional<Path> path = existing(key, text, line);
    if (path.isPresent() && !Files.isRegularFile(path.get())) {
      problems.add(line, key + ": " + Quoted.of(text) + " is no file");
      return Optional.empty();
    }
    if (text.endsWith(".pub")) {
      problems.add(
          line,
          key + ": " + Quoted.of(text) + " is a public key, the private one is needed",
          "write  " + text.substring(0, text.length() - 4));
      return Optional.empty();
    }
    return path;
  }
}
