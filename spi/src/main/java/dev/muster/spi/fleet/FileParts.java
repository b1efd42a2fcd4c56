package dev.muster.spi.fleet;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Files that are copied to hosts under one folder, each of them a part of a file of this machine:
 * an archive need not be unpacked to be copied. Their hashes are stated: what arrives otherwise is
 * not put in its place.
 *
 * @param parts of different paths
 */
public record FileParts(List<Part> parts) {

  /**
   * Refuses a path that is there twice, or is also a folder of another one.
   *
   * @throws IllegalArgumentException says which
   */
  public FileParts {
    parts = List.copyOf(parts);
    Set<String> paths = new HashSet<>();
    for (Part part : parts) {
      require(paths.add(part.path()), part.path(), "is there twice");
    }
    for (Part part : parts) {
      String path = part.path();
      for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
        require(!paths.contains(path.substring(0, at)), path, "lies below a file");
      }
    }
  }

  /**
   * One of them.
   *
   * @param path where it goes: relative, with {@code /}, without {@code .} and {@code ..}
   * @param executable whether it is a program
   * @param sha256 of its bytes, 64 hexadecimal digits in lower case
   * @param size in bytes
   * @param file that holds them
   * @param offset in that file
   */
  public record Part(
      String path, boolean executable, String sha256, long size, Path file, long offset) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public Part {
      for (String name : path.split("/", -1)) {
        require(!name.isEmpty() && !name.equals(".") && !name.equals(".."), path, "leads away");
      }
      require(path.indexOf(0) < 0, path, "is no path");
      require(SHA256.matcher(sha256).matches(), path, "has no sha256 but " + sha256);
      require(size >= 0 && offset >= 0, path, "has a size or an offset below 0");
    }
  }

  private static void require(boolean holds, String path, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("\"" + path + "\" " + otherwise);
    }
  }
}
