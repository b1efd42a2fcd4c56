package dev.muster.reports.html;

import dev.muster.model.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a failure came from, in one line. */
final class RootCause {

  private static final Pattern FRAME =
      Pattern.compile("File \"([^\"\\n]+)\", line (\\d+), in ([^\\s]+)");
  private static final Pattern CAUSE =
      Pattern.compile("(?m)^([A-Za-z_][\\w.]*(?:Error|Exception|Interrupt|Exit)\\b.*)$");
  private static final String CHAIN =
      "The above exception was the direct cause of the following exception";

  private RootCause() {}

  /**
   * The innermost frame of a Python traceback, with the first exception of a chain; otherwise the
   * last line of the detail; otherwise the message.
   */
  static String of(Failure failure) {
    String detail = failure.detail();
    if (detail == null || detail.isBlank()) {
      return failure.message();
    }
    int chain = detail.indexOf(CHAIN);
    String first = chain < 0 ? detail : detail.substring(0, chain);
    String place = "";
    Matcher frames = FRAME.matcher(first);
    while (frames.find()) {
      place = frames.group(1) + ":" + frames.group(2) + " in " + frames.group(3);
    }
    if (place.isEmpty()) {
      return lastLine(detail);
    }
    Matcher causes = CAUSE.matcher(first);
    String cause = failure.message();
    while (causes.find()) {
      cause = causes.group(1);
    }
    return place + ": " + cause;
  }

  private static String lastLine(String text) {
    String stripped = text.stripTrailing();
    return stripped.substring(stripped.lastIndexOf('\n') + 1).strip();
  }
}
