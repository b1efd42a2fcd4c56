package dev.muster.spi.distribution;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * One file of a distribution.
 *
 * @param name where it stands in the distribution, for instance {@code jars/a-1.0.jar}: relative,
 *     with {@code /}, without {@code .} and {@code ..}
 * @param sha256 of its content, 64 hexadecimal digits in lower case
 * @param size in bytes
 * @param executable whether it is a program
 * @param path where its content is on this machine; its name there is the hash
 */
public record DistributionFile(
    String name, String sha256, long size, boolean executable, Path path) {

  /** A larger one is refused: no jar comes near. */
  public static final long LARGEST = 2L << 30;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SEGMENT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._+@=~,-]{1,200}");

  /**
   * Checks what may come from a foreign file.
   *
   * @throws IllegalArgumentException says what is wrong
   */
  public DistributionFile {
    if (!isName(name)) {
      throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a file");
    }
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("the sha256 of " + name + " is no hash: " + sha256);
    }
    if (size < 0 || size > LARGEST) {
      throw new IllegalArgumentException("the size of " + name + " cannot be " + size);
    }
  }

  /** Tells whether a file may be called so. */
  public static boolean isName(String name) {
    if (name.isEmpty() || name.length() > 400) {
      return false;
    }
    for (String segment : name.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches()) {
        return false;
      }
    }
    return true;
  }
}
