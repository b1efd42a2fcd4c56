package dev.muster.core.pipeline;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Writes times as Python's {@code time.strftime} does in the C locale; pure. */
final class PythonTime {

  /** What {@code logging.Formatter} uses where no {@code datefmt} is given. */
  private static final String USUAL = "uuuu-MM-dd HH:mm:ss,SSS";

  private static final Map<Character, String> PATTERNS =
      Map.ofEntries(
          Map.entry('a', "EEE"),
          Map.entry('A', "EEEE"),
          Map.entry('b', "MMM"),
          Map.entry('B', "MMMM"),
          Map.entry('c', "EEE MMM ppd HH:mm:ss uuuu"),
          Map.entry('d', "dd"),
          Map.entry('D', "MM/dd/uu"),
          Map.entry('F', "uuuu-MM-dd"),
          Map.entry('H', "HH"),
          Map.entry('I', "hh"),
          Map.entry('j', "DDD"),
          Map.entry('m', "MM"),
          Map.entry('M', "mm"),
          Map.entry('p', "a"),
          Map.entry('S', "ss"),
          Map.entry('T', "HH:mm:ss"),
          Map.entry('x', "MM/dd/uu"),
          Map.entry('X', "HH:mm:ss"),
          Map.entry('y', "uu"),
          Map.entry('Y', "uuuu"),
          Map.entry('z', "xx"),
          Map.entry('Z', "zzz"));

  private PythonTime() {}

  /**
   * The time.
   *
   * @param format empty for Python's usual one; what it does not know stays as it is
   */
  static String write(String format, ZonedDateTime time) {
    if (format.isEmpty()) {
      return in(USUAL, time);
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      char directive = format.charAt(++i);
      String pattern = PATTERNS.get(directive);
      if (pattern != null) {
        out.append(in(pattern, time));
      } else if (directive == '%') {
        out.append('%');
      } else {
        out.append('%').append(directive);
      }
    }
    return out.toString();
  }

  private static String in(String pattern, ZonedDateTime time) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
  }
}
