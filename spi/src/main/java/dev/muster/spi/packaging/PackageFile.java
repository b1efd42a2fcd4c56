package dev.muster.spi.packaging;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One file of a package, as its manifest says.
 *
 * @param name where it stands in the package: relative, with {@code /}, without {@code .} and
 *     {@code ..}
 * @param sha256 of its content, 64 hexadecimal digits in lower case
 * @param size in bytes
 * @param executable whether it is a program
 * @param origin where it came from: {@code project}, {@code muster}, {@code maven G:A:V}, {@code
 *     wheel NAME VERSION}, {@code distribution ID}
 * @param licences names of its licences as its author wrote them; empty where they are not known
 */
public record PackageFile(
    String name,
    String sha256,
    long size,
    boolean executable,
    String origin,
    List<String> licences) {

  /** A larger one is refused. */
  public static final long LARGEST = 8L << 30;

  /** Of one part of a name, as most file systems have it. */
  private static final int LONGEST_PART = 255;

  private static final int LONGEST_NAME = 1_000;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks what may come from a foreign file.
   *
   * @throws IllegalArgumentException says what is wrong
   */
  public PackageFile {
    licences = List.copyOf(licences);
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

  /**
   * Tells whether a file of a package may be called so. Spaces, quotes and all scripts may be in
   * it; control characters and backslashes may not, which lists of checksums would have to escape.
   */
  public static boolean isName(String name) {
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.indexOf('\\') >= 0
        || name.codePoints().anyMatch(PackageFile::isControl)) {
      return false;
    }
    for (String part : name.split("/", -1)) {
      if (part.isEmpty()
          || part.equals(".")
          || part.equals("..")
          || part.getBytes(StandardCharsets.UTF_8).length > LONGEST_PART) {
        return false;
      }
    }
    return true;
  }

  /** Also what Unicode calls line ends, and halves of characters. */
  private static boolean isControl(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || c == 0xFFFD
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
