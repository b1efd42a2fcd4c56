package dev.muster.diagnosis.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One event of a log, flat: the names of nested fields are joined by {@code /}. Lists, and what is
 * large and never looked at, are left out.
 */
final class Event {

  private static final int LONGEST_TEXT = 2_000;
  private static final int MOST_FIELDS = 2_000;
  private static final int DEEPEST = 8;

  /** Maps that are as large as users make them. */
  private static final Set<String> SKIPPED =
      Set.of(
          "Properties",
          "Spark Properties",
          "System Properties",
          "Hadoop Properties",
          "JVM Information",
          "Metrics Properties",
          "Classpath Entries",
          "Task Executor Metrics",
          "Executor Metrics",
          "sparkPlanInfo",
          "RDD Info");

  private final Map<String, Object> fields = new HashMap<>();

  private Event() {}

  /** Reads the rest of an object whose beginning was read. */
  static Event read(JsonParser json) throws IOException {
    Event event = new Event();
    event.object(json, "", 0);
    return event;
  }

  private void object(JsonParser json, String prefix, int depth) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_OBJECT && depth < DEEPEST && !SKIPPED.contains(name)) {
        object(json, prefix + name + "/", depth + 1);
      } else if (value.isStructStart()) {
        json.skipChildren();
      } else if (fields.size() < MOST_FIELDS) {
        scalar(json, prefix + name, value);
      }
    }
  }

  private void scalar(JsonParser json, String path, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NUMBER_INT) {
      fields.put(
          path,
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? 0L : json.getLongValue());
    } else if (value == JsonToken.VALUE_STRING) {
      String text = json.getText();
      fields.put(path, text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT));
    } else if (value.isBoolean()) {
      fields.put(path, json.getBooleanValue());
    }
  }

  /** A text, empty when there is none. */
  String text(String path) {
    return fields.get(path) instanceof String text ? text : "";
  }

  /** A whole number, 0 when there is none. */
  long number(String path) {
    return fields.get(path) instanceof Long number ? number : 0;
  }

  boolean has(String path) {
    return fields.containsKey(path);
  }

  boolean is(String path) {
    return Boolean.TRUE.equals(fields.get(path));
  }
}
