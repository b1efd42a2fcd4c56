package dev.muster.protocol.spool;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * The files of a spool, in a folder {@code spool}: each is named after the offset of its first byte
 * in the whole, so a reader at the end of one finds the next by its own offset.
 */
public final class Segments {

  /** The folder. */
  public static final String FOLDER = "spool";

  private static final String END = ".seg";
  private static final int DIGITS = 19;

  private Segments() {}

  /** The name of the segment that begins at an offset, without its folder. */
  public static String name(long start) {
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", start) + END;
  }

  /** Where a segment begins; empty when the name is none of a segment. */
  public static OptionalLong start(String name) {
    return name.length() == DIGITS + END.length() && name.matches("[0-9]+\\.seg")
        ? OptionalLong.of(Long.parseLong(name.substring(0, DIGITS)))
        : OptionalLong.empty();
  }
}
