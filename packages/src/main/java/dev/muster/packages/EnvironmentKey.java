package dev.muster.packages;

import dev.muster.model.Digest;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.python.PythonEnvironments.Python;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Names an environment by its content: the interpreter, the requirements, and the bytes of local
 * files that they mean. Requirements without versions give the same name for ever: what was
 * installed first stays.
 */
final class EnvironmentKey {

  /** A folder with more files is no package's source. */
  static final int MOST_FILES = 10_000;

  private static final Set<String> NOT_SOURCE =
      Set.of("__pycache__", "results", "build", "dist", "wheels", "node_modules");

  private EnvironmentKey() {}

  /** The name, 32 hexadecimal digits. */
  static String of(Python python, Requirements requirements, List<Path> findLinks) {
    List<String> parts = new ArrayList<>();
    parts.add("venv 1");
    parts.add(python.version());
    parts.add(python.executable().toString());
    parts.addAll(requirements.lines());
    try {
      for (Path path : requirements.local()) {
        parts.add("local");
        parts.add(Files.isDirectory(path) ? ofFolder(path) : ofFile(path));
      }
      for (Path wheel : wheels(requirements, findLinks)) {
        parts.add("wheel");
        parts.add(ofFile(wheel));
      }
    } catch (IOException | UncheckedIOException e) {
      throw new MusterException(
          ErrorKind.INVALID, "what the requirements name cannot be read: " + e, null, e);
    }
    return Digest.of(parts.toArray(String[]::new)).toString();
  }

  /** The packages in the folders of wheels that have the name of a requirement, in order. */
  private static List<Path> wheels(Requirements requirements, List<Path> folders)
      throws IOException {
    Set<String> names = new HashSet<>(requirements.names());
    List<Path> wheels = new ArrayList<>();
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files
              .filter(Files::isRegularFile)
              .filter(file -> names.contains(packageName(file)))
              .sorted()
              .forEach(wheels::add);
        }
      }
    }
    return wheels;
  }

  /**
   * The part before the version of {@code name-1.0-py3-none-any.whl} and {@code name-1.0.tar.gz}.
   */
  private static String packageName(Path file) {
    String name = String.valueOf(file.getFileName());
    String front =
        name.endsWith(".whl")
            ? name.replaceFirst("-.*", "")
            : name.replaceFirst("-[0-9][^-]*$", "");
    return Requirements.normal(front);
  }

  private static String ofFile(Path file) throws IOException {
    MessageDigest sha = Digest.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return file.getFileName() + " " + HexFormat.of().formatHex(sha.digest());
  }

  private static String ofFolder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files =
          walk.filter(path -> isSource(folder.relativize(path)))
              .filter(Files::isRegularFile)
              .limit(MOST_FILES + 1L)
              .sorted()
              .toList();
    }
    if (files.size() > MOST_FILES) {
      throw new MusterException(
          ErrorKind.INVALID,
          "the requirements name the folder " + folder + " with more than " + MOST_FILES + " files",
          "build a wheel of the package and name that");
    }
    List<String> parts = new ArrayList<>();
    for (Path file : files) {
      parts.add(folder.relativize(file).toString());
      parts.add(ofFile(file));
    }
    return Digest.of(parts.toArray(String[]::new)).toString();
  }

  private static boolean isSource(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if ((name.startsWith(".") && !name.isEmpty())
          || NOT_SOURCE.contains(name)
          || name.endsWith(".egg-info")) {
        return false;
      }
    }
    return true;
  }
}
