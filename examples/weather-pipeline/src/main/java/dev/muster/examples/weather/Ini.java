package dev.muster.examples.weather;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A general INI file and a component's over it, with {@code ${Section:key}} and {@code ${key}}. */
final class Ini {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:([^:}]+):)?([^}]+)\\}");
  private static final int DEEPEST = 10;

  private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

  private Ini() {}

  static Ini read(Path general, Path component) throws IOException {
    Ini ini = new Ini();
    ini.add(general);
    ini.add(component);
    return ini;
  }

  private void add(Path file) throws IOException {
    Map<String, String> section = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      String text = line.replaceFirst("(^|\\s)#.*$", "").strip();
      int equals = text.indexOf('=');
      if (text.startsWith("[") && text.endsWith("]")) {
        section =
            sections.computeIfAbsent(
                text.substring(1, text.length() - 1), unused -> new LinkedHashMap<>());
      } else if (equals > 0) {
        section.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      } else if (!text.isEmpty()) {
        throw new IOException(file + ": neither a section nor a key: " + text);
      }
    }
  }

  Map<String, String> section(String name) {
    Map<String, String> values = new LinkedHashMap<>();
    sections
        .getOrDefault(name, Collections.emptyMap())
        .forEach((key, value) -> values.put(key, resolved(name, value, 0)));
    return values;
  }

  String text(String section, String key) {
    return value(section, key, 0);
  }

  long number(String section, String key) {
    return Long.parseLong(text(section, key));
  }

  double decimal(String section, String key) {
    return Double.parseDouble(text(section, key));
  }

  private String value(String section, String key, int depth) {
    String value = sections.getOrDefault(section, Collections.emptyMap()).get(key);
    if (value == null || depth > DEEPEST) {
      throw new IllegalArgumentException("no " + key + " in [" + section + "]");
    }
    return resolved(section, value, depth);
  }

  private String resolved(String section, String value, int depth) {
    Matcher found = REFERENCE.matcher(value);
    StringBuilder text = new StringBuilder();
    while (found.find()) {
      String other = found.group(1) == null ? section : found.group(1);
      found.appendReplacement(
          text, Matcher.quoteReplacement(value(other, found.group(2), depth + 1)));
    }
    return found.appendTail(text).toString();
  }
}
