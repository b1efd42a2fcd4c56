package dev.muster.model;

import java.util.regex.Pattern;

/** The name of a project: 1 to 63 of {@code a-z 0-9 . _ -}, first a letter or digit. */
public record ProjectName(String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

  public ProjectName {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a project name has 1 to 63 of a-z, 0-9, '.', '_' and '-', not \"" + value + "\"");
    }
  }

  /** Tells whether a text can be a project's name. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
