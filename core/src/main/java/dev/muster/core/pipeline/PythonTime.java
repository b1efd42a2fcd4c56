package dev.muster.core.pipeline;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Writes times as Python's {@code time.strftime} does in the C locale; pure. */
final class PythonTime {

  /** What {@code logging.Formatter} uses where no {@code datefmt} is given. */
  private static final DateTimeFormatter USUAL = formatter("uuuu-MM-dd HH:mm:ss,SSS");

  private static final Map<Character, DateTimeFormatter> DIRECTIVES =
      Map.ofEntries(
          Map.entry('a', formatter("EEE")),
          Map.entry('A', formatter("EEEE")),
          Map.entry('b', formatter("MMM")),
          Map.entry('B', formatter("MMMM")),
          Map.entry('c', formatter("EEE MMM ppd HH:mm:ss uuuu")),
          Map.entry('d', formatter("dd")),
          Map.entry('D', formatter("MM/dd/uu")),
          Map.entry('F', formatter("uuuu-MM-dd")),
          Map.entry('H', formatter("HH")),
          Map.entry('I', formatter("hh")),
          Map.entry('j', formatter("DDD")),
          Map.entry('m', formatter("MM")),
          Map.entry('M', formatter("mm")),
          Map.entry('p', formatter("a")),
          Map.entry('S', formatter("ss")),
          Map.entry('T', formatter("HH:mm:ss")),
          Map.entry('x', formatter("MM/dd/uu")),
          Map.entry('X', formatter("HH:mm:ss")),
          Map.entry('y', formatter("uu")),
          Map.entry('Y', formatter("uuuu")),
          Map.entry('z', formatter("xx")),
          Map.entry('Z', formatter("zzz")));

  private PythonTime() {}

  /**
   * The time.
   *
   * @param format empty for Python's usual one; what it does not know stays as it is
   */
  static String write(String format, ZonedDateTime time) {
    if (format.isEmpty()) {
      return USUAL.format(time);
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      char directive = format.charAt(++i);
      DateTimeFormatter known = DIRECTIVES.get(directive);
      if (known != null) {
        out.append(known.format(time));
      } else if (directive == '%') {
        out.append('%');
      } else {
        out.append('%').append(directive);
      }
    }
    return out.toString();
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
