package dev.muster.core.pipeline;

import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes lines of a log in a format of Python's {@code logging.Formatter}, as {@code [Logging]} of
 * a general configuration gives it: <code>%(asctime)s %(name)-20s %(levelname)-8s %(message)s
 * </code>. Pure.
 *
 * @param format empty for the message alone
 * @param dateFormat as {@link PythonTime#write}
 */
record PythonFormat(String format, String dateFormat) {

  private static final Pattern FIELD =
      Pattern.compile("%(?:\\(([A-Za-z]+)\\)([-0 +#]*)([0-9]{0,3})(?:\\.([0-9]{1,3}))?[sdif]|%)");

  /** What Muster is called in these lines. */
  private static final String NAME = "muster";

  String write(LogLevel level, String message, ZonedDateTime time) {
    if (format.isEmpty()) {
      return message;
    }
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("asctime", PythonTime.write(dateFormat, time)),
            Map.entry("name", NAME),
            Map.entry("module", NAME),
            Map.entry("filename", NAME),
            Map.entry("pathname", NAME),
            Map.entry("funcName", NAME),
            Map.entry("processName", NAME),
            Map.entry("threadName", NAME),
            Map.entry("process", Long.toString(ProcessHandle.current().pid())),
            Map.entry("thread", "0"),
            Map.entry("lineno", "0"),
            Map.entry("levelname", level.name()),
            Map.entry("levelno", Integer.toString(level.number())),
            Map.entry("msecs", Integer.toString(time.getNano() / 1_000_000)),
            Map.entry("created", Long.toString(time.toEpochSecond())),
            Map.entry("message", message));
    Matcher fields = FIELD.matcher(format);
    StringBuilder line = new StringBuilder();
    while (fields.find()) {
      fields.appendReplacement(line, Matcher.quoteReplacement(value(fields, values)));
    }
    return fields.appendTail(line).toString();
  }

  private static String value(Matcher field, Map<String, String> values) {
    String name = field.group(1);
    if (name == null) {
      return "%";
    }
    String value = values.get(name);
    if (value == null) {
      return field.group();
    }
    String precision = field.group(4);
    String shown =
        precision == null || value.length() <= Integer.parseInt(precision)
            ? value
            : value.substring(0, Integer.parseInt(precision));
    String width = field.group(3);
    return width.isEmpty() || width.equals("0")
        ? shown
        : String.format(
            Locale.ROOT,
            "%" + (field.group(2).contains("-") ? "-" : "") + Integer.parseInt(width) + "s",
            shown);
  }
}
