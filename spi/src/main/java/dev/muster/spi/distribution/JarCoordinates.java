package dev.muster.spi.distribution;

import java.util.regex.Pattern;

/** The form of Maven coordinates that name one jar for ever. */
public final class JarCoordinates {

  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_.-]{1,200}(:[A-Za-z0-9_.-]{1,200}){2,4}");

  /** Versions that mean another jar tomorrow. */
  private static final Pattern MOVING = Pattern.compile("(?i).*(:LATEST|:RELEASE|-SNAPSHOT)");

  private JarCoordinates() {}

  /**
   * Checks coordinates: {@code group:artifact:version}, {@code group:artifact:extension:version} or
   * {@code group:artifact:extension:classifier:version}.
   *
   * @throws IllegalArgumentException says what is expected
   */
  public static void require(String coordinates) {
    if (!FORM.matcher(coordinates).matches()) {
      throw new IllegalArgumentException(
          "\"" + coordinates + "\" names no jar: write group:artifact:version");
    }
    if (MOVING.matcher(coordinates).matches()) {
      throw new IllegalArgumentException(
          "\"" + coordinates + "\" means another jar tomorrow: name a version that stays");
    }
  }
}
