package dev.muster.config.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes in bytes as people write them: {@code 2GiB} is 2 × 1024³, {@code 500MB} is 500 × 1000², and
 * a single letter is binary as it is for Docker and Java: {@code 512m}. A plain number is bytes.
 */
public final class ByteSize {

  /** What is accepted, for messages. */
  public static final String EXPECTED =
      "a size such as 2GiB, 500MB or 512m (a plain number is bytes)";

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([a-z]{0,3})", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("b", 1L),
          Map.entry("k", 1L << 10),
          Map.entry("m", 1L << 20),
          Map.entry("g", 1L << 30),
          Map.entry("t", 1L << 40),
          Map.entry("kib", 1L << 10),
          Map.entry("mib", 1L << 20),
          Map.entry("gib", 1L << 30),
          Map.entry("tib", 1L << 40),
          Map.entry("kb", 1_000L),
          Map.entry("mb", 1_000_000L),
          Map.entry("gb", 1_000_000_000L),
          Map.entry("tb", 1_000_000_000_000L));

  private ByteSize() {}

  /**
   * Reads a size; a fraction of a byte is dropped.
   *
   * @throws IllegalArgumentException when it is none; the message says what is expected
   */
  public static long parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    Long unit = form.matches() ? UNITS.get(form.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(EXPECTED + " is expected, not " + Quoted.of(text));
    }
    try {
      return new BigDecimal(form.group(1))
          .multiply(BigDecimal.valueOf(unit))
          .setScale(0, RoundingMode.DOWN)
          .longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(Quoted.of(text) + " is more bytes than can be counted", e);
    }
  }

  /** Writes a size with the largest binary unit that leaves no fraction. */
  public static String write(long bytes) {
    String[] units = {"", "KiB", "MiB", "GiB", "TiB"};
    long amount = bytes;
    int unit = 0;
    while (unit < units.length - 1 && amount != 0 && amount % 1024 == 0) {
      amount /= 1024;
      unit++;
    }
    return amount + units[unit];
  }
}
