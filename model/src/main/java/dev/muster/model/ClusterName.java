package dev.muster.model;

import java.util.regex.Pattern;

/**
 * The name of a cluster: 1 to 63 of {@code a-z 0-9 -}, first and last a letter or digit, so that it
 * can stand in names of machines, tags and folders.
 */
public record ClusterName(String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  public ClusterName {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a cluster name has 1 to 63 of a-z, 0-9 and '-' between them, not \"" + value + "\"");
    }
  }

  /** Tells whether a text can be a cluster's name. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
