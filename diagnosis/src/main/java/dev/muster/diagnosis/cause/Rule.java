package dev.muster.diagnosis.cause;

import dev.muster.diagnosis.cause.RootCause.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a kind of failure is known by a line of a log.
 *
 * @param kind of failure
 * @param line found in the line; its groups are put into the texts
 * @param summary {@code {1}} is the first group
 * @param fix likewise
 */
record Rule(Kind kind, Pattern line, String summary, String fix) {

  private static final int LONGEST = 300;

  static Rule of(Kind kind, String line, String summary, String fix) {
    return new Rule(kind, Pattern.compile(line), summary, fix);
  }

  Optional<RootCause> in(String text) {
    Matcher found = line.matcher(text);
    return found.find()
        ? Optional.of(
            new RootCause(kind, filled(summary, found), shortened(text), filled(fix, found)))
        : Optional.empty();
  }

  private static String filled(String template, Matcher found) {
    String text = template;
    for (int group = 1; group <= found.groupCount(); group++) {
      String value = found.group(group);
      text = text.replace("{" + group + "}", value == null ? "" : shortened(value));
    }
    return text;
  }

  static String shortened(String line) {
    String text = line.strip();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
