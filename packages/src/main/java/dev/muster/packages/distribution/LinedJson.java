package dev.muster.packages.distribution;

import dev.muster.protocol.Json;
import dev.muster.protocol.JsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What something consists of, as text: a JSON object whose {@code files} have a line each. */
public final class LinedJson {

  private static final long FORMAT = 1;

  private LinedJson() {}

  /** The text; the same for the same values. */
  public static String write(
      Map<String, ? extends @Nullable Object> head, Iterable<Map<String, Object>> files) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("format", FORMAT);
    all.putAll(head);
    String opened = Json.write(all);
    StringBuilder text = new StringBuilder(opened.substring(0, opened.length() - 1));
    text.append(",\"files\":[");
    String separator = "\n";
    for (Map<String, Object> file : files) {
      text.append(separator);
      Json.write(file, text);
      separator = ",\n";
    }
    return text.append("\n]}\n").toString();
  }

  /**
   * Reads it; it may come from anywhere.
   *
   * @throws IllegalArgumentException says what is wrong
   */
  public static Map<String, @Nullable Object> read(String text) {
    try {
      Map<String, @Nullable Object> all = Json.parseObject(text);
      if (!Long.valueOf(FORMAT).equals(all.get("format"))) {
        throw new IllegalArgumentException(
            "its format is " + all.get("format") + ", this Muster reads " + FORMAT);
      }
      return all;
    } catch (JsonException e) {
      throw new IllegalArgumentException("it is no JSON object: " + e.getMessage(), e);
    }
  }

  /**
   * The lines of what was read.
   *
   * @throws IllegalArgumentException says what is wrong
   */
  public static List<Map<?, ?>> files(Map<?, ?> all) {
    List<Map<?, ?>> files = new ArrayList<>();
    for (Object line : value(all, "files", List.class)) {
      if (!(line instanceof Map<?, ?> file)) {
        throw new IllegalArgumentException("files holds something else than objects");
      }
      files.add(file);
    }
    return files;
  }

  /**
   * A value that has to be there.
   *
   * @throws IllegalArgumentException says what is wrong
   */
  public static <T> T value(Map<?, ?> object, String key, Class<T> type) {
    Object value = object.get(key);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          key + " has to be a " + type.getSimpleName() + ", not " + value);
    }
    return type.cast(value);
  }

  /** A text that may be missing. */
  public static @Nullable String optional(Map<?, ?> object, String key) {
    return object.get(key) == null ? null : value(object, key, String.class);
  }
}
