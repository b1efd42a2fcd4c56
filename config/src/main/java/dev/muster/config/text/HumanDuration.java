package dev.muster.config.text;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Time spans as people write them: {@code 90s}, {@code 5m}, {@code 1h30m}, {@code 2d}, {@code
 * 250ms}; a plain number is seconds, and may have a fraction.
 */
public final class HumanDuration {

  /** What is accepted, for messages. */
  public static final String EXPECTED =
      "a time span such as 90s, 5m or 1h30m (a plain number is seconds)";

  private static final Pattern SECONDS = Pattern.compile("\\d{1,10}(\\.\\d{1,9})?");
  private static final Pattern PARTS =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  private HumanDuration() {}

  /**
   * Reads a time span.
   *
   * @throws IllegalArgumentException when it is none; the message says what is expected
   */
  public static Duration parse(String text) {
    String trimmed = text.strip();
    if (SECONDS.matcher(trimmed).matches()) {
      return Duration.ofNanos(new BigDecimal(trimmed).movePointRight(9).longValueExact());
    }
    Matcher parts = PARTS.matcher(trimmed);
    if (trimmed.isEmpty() || !parts.matches()) {
      throw new IllegalArgumentException(EXPECTED + " is expected, not " + Quoted.of(text));
    }
    return Duration.ofDays(number(parts.group(1)))
        .plusHours(number(parts.group(2)))
        .plusMinutes(number(parts.group(3)))
        .plusSeconds(number(parts.group(4)))
        .plusMillis(number(parts.group(5)));
  }

  /** Writes a time span, to the millisecond, so that {@link #parse} reads it again. */
  public static String write(Duration duration) {
    StringBuilder out = new StringBuilder();
    append(out, duration.toDays(), "d");
    append(out, duration.toHoursPart(), "h");
    append(out, duration.toMinutesPart(), "m");
    append(out, duration.toSecondsPart(), "s");
    append(out, duration.toMillisPart(), "ms");
    return out.isEmpty() ? "0s" : out.toString();
  }

  private static void append(StringBuilder out, long amount, String unit) {
    if (amount != 0) {
      out.append(amount).append(unit);
    }
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
