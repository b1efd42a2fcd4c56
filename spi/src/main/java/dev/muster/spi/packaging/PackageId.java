package dev.muster.spi.packaging;

import java.util.regex.Pattern;

/**
 * Which package: equal ids, equal contents.
 *
 * @param name for instance {@code mobility}
 * @param version for instance {@code 1.2.0}
 * @param digest SHA-256 of its {@code SHA256SUMS}, which names the hash of every other file
 */
public record PackageId(String name, String version, String digest) {

  /** Hexadecimal digits of the digest that names show. */
  public static final int SHOWN = 16;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+!-]{0,63}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks what may come from a foreign file.
   *
   * @throws IllegalArgumentException says what is wrong
   */
  public PackageId {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" cannot be the name of a package: letters, digits, . _ - (at most 64)");
    }
    if (!isVersion(version)) {
      throw new IllegalArgumentException(
          "\"" + version + "\" cannot be a version: letters, digits, . _ + ! - (at most 64)");
    }
    if (!DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException("\"" + digest + "\" is no SHA-256");
    }
  }

  /** Tells whether a package may be called so. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Tells whether it can be a version. */
  public static boolean isVersion(String version) {
    return VERSION.matcher(version).matches();
  }

  /** The folder that it gets on hosts, below one of its name: {@code VERSION-HASH}. */
  public String release() {
    return version + "-" + digest.substring(0, SHOWN);
  }

  /** {@code NAME-VERSION-HASH}, what its archive and the folder in it are called. */
  @Override
  public String toString() {
    return name + "-" + release();
  }
}
