package dev.muster.packages;

import java.util.regex.Pattern;

/** Addresses in texts that people read. */
public final class Addresses {

  private static final Pattern CREDENTIALS = Pattern.compile("://[^/@\\s]+@");

  private Addresses() {}

  /** Leaves out the user and password of addresses. */
  public static String withoutCredentials(String text) {
    return CREDENTIALS.matcher(text).replaceAll("://****@");
  }
}
