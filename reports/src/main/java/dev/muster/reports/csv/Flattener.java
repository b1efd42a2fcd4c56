package dev.muster.reports.csv;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.muster.model.ResultBody;
import dev.muster.reports.text.Json;
import dev.muster.spi.report.RunReport;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Turns a JSON object into the cells of one row.
 *
 * <p>Members of nested objects get dotted keys: {@code {"a":{"b":1}}} is {@code a.b}. A list stands
 * as JSON text in one cell, so that lists of different lengths don't shift or multiply columns; so
 * does an empty object, which has no members. Text is as it is, numbers as they are written, null
 * is empty. When two members give the same dotted key, the later one wins.
 */
final class Flattener {

  private Flattener() {}

  /** The cells of a result by key, in order of appearance. */
  static Map<String, String> flatten(RunReport report, ResultBody body) throws IOException {
    Map<String, String> cells = new LinkedHashMap<>();
    try (Reader json = report.open(body)) {
      flatten(json, cells::put);
    }
    return cells;
  }

  /**
   * Gives each key and its cell in order of appearance.
   *
   * @throws IOException when the text cannot be read or is not a JSON object
   */
  static void flatten(Reader json, BiConsumer<String, String> cells) throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("a result is a JSON object, not " + parser.currentToken());
      }
      members(parser, cells);
    }
  }

  private static void members(JsonParser parser, BiConsumer<String, String> cells)
      throws IOException {
    Deque<String> prefixes = new ArrayDeque<>();
    prefixes.push("");
    JsonToken token = parser.nextToken();
    while (!prefixes.isEmpty()) {
      if (token == JsonToken.END_OBJECT) {
        prefixes.pop();
        token = parser.nextToken();
        continue;
      }
      String key = prefixes.element() + parser.currentName();
      JsonToken value = parser.nextToken();
      if (value != JsonToken.START_OBJECT) {
        cells.accept(key, cell(parser, value));
        token = parser.nextToken();
        continue;
      }
      token = parser.nextToken();
      if (token == JsonToken.END_OBJECT) {
        cells.accept(key, "{}");
        token = parser.nextToken();
      } else {
        prefixes.push(key + ".");
      }
    }
  }

  private static String cell(JsonParser parser, JsonToken value) throws IOException {
    if (value == JsonToken.START_ARRAY) {
      return Json.text(parser);
    }
    return value == JsonToken.VALUE_NULL ? "" : parser.getText();
  }
}
