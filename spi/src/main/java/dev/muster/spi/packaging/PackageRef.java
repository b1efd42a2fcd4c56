package dev.muster.spi.packaging;

import org.jspecify.annotations.Nullable;

/**
 * An installed package as people name it: {@code shop}, or one of its releases, {@code
 * shop@1.0-0a1b2c3d4e5f6789}.
 *
 * @param name of the package
 * @param release {@code VERSION-HASH}; null for the current one
 */
public record PackageRef(String name, @Nullable String release) {

  /**
   * Reads the form that people type.
   *
   * @throws IllegalArgumentException says what is expected
   */
  public static PackageRef parse(String text) {
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    String release = at < 0 ? null : text.substring(at + 1);
    if (!PackageId.isName(name) || (release != null && !PackageId.isVersion(release))) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no package: write its name, or NAME@VERSION-HASH");
    }
    return new PackageRef(name, release);
  }

  @Override
  public String toString() {
    return release == null ? name : name + "@" + release;
  }
}
