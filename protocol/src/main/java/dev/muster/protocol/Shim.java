package dev.muster.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Python side of the protocol, a folder that {@code python3 FOLDER} runs: Python 3.8 or later,
 * standard library only.
 */
public final class Shim {

  private static final List<String> FILES =
      List.of(
          "__main__.py",
          "muster_shim/__init__.py",
          "muster_shim/capture.py",
          "muster_shim/commands.py",
          "muster_shim/entry.py",
          "muster_shim/functions.py",
          "muster_shim/messages.py",
          "muster_shim/processes.py",
          "muster_shim/results.py",
          "muster_shim/scan.py",
          "muster_shim/start.py",
          "muster_shim/supervisor.py",
          "muster_shim/template.py",
          "muster_shim/values.py");

  private Shim() {}

  /** The files by their path below the folder, in order. */
  public static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : FILES) {
      try (InputStream in = Shim.class.getResourceAsStream("shim/" + name)) {
        if (in == null) {
          throw new IllegalStateException("the jar lacks shim/" + name);
        }
        files.put(name, in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  /** Tells two versions apart: 16 hexadecimal digits of a SHA-256 over names and contents. */
  public static String hash(Map<String, byte[]> files) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, bytes) -> {
            sha.update((name + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            sha.update(bytes);
          });
      byte[] digest = sha.digest();
      StringBuilder hex = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        hex.append(Character.forDigit(digest[i] >> 4 & 0xf, 16));
        hex.append(Character.forDigit(digest[i] & 0xf, 16));
      }
      return hex.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /**
   * Makes sure that the shim is in a folder below the given one, whoever else does so at the same
   * time; its name carries the hash, so versions do not meet.
   *
   * @return the folder to give to Python
   */
  public static Path extractTo(Path parent) throws IOException {
    Map<String, byte[]> files = files();
    Path folder = parent.resolve("shim-" + hash(files));
    if (Files.isRegularFile(folder.resolve("__main__.py"))) {
      return folder;
    }
    Files.createDirectories(parent);
    Path half = Files.createTempDirectory(parent, "shim-");
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = half.resolve(file.getKey());
        Path above = path.getParent();
        if (above != null) {
          Files.createDirectories(above);
        }
        Files.write(path, file.getValue());
      }
      Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      delete(half); // another process was quicker
    } catch (FileSystemException e) {
      delete(half);
      if (!Files.isRegularFile(folder.resolve("__main__.py"))) {
        throw e;
      }
    }
    return folder;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.collect(Collectors.toList());
    }
    for (int i = paths.size() - 1; i >= 0; i--) {
      Files.deleteIfExists(paths.get(i));
    }
  }
}
