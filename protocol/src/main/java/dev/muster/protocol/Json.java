package dev.muster.protocol;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) for messages between processes and for small values in the ledger, with the JDK
 * alone: it also runs inside Spark, which brings its own version of any library.
 *
 * <p>Values are Map (in the order of the text), List, String, Long, Double, Boolean and null. A
 * whole number that does not fit a long is a Double.
 */
public final class Json {

  /** Values nested deeper are refused. */
  public static final int MAX_DEPTH = 200;

  private Json() {}

  /**
   * Reads one value.
   *
   * @throws JsonException when the text is not one JSON value; says where
   */
  public static @Nullable Object parse(String text) {
    JsonCursor cursor = new JsonCursor(text);
    Object value = cursor.value();
    cursor.end();
    return value;
  }

  /**
   * Reads one object.
   *
   * @throws JsonException when the text is not one JSON object
   */
  @SuppressWarnings("unchecked")
  public static Map<String, @Nullable Object> parseObject(String text) {
    Object value = parse(text);
    if (value instanceof Map) {
      return (Map<String, @Nullable Object>) value;
    }
    throw new JsonException("not a JSON object", 0);
  }

  /**
   * Writes a value in one line, without spaces.
   *
   * @throws IllegalArgumentException when it holds something that JSON has not, for instance NaN
   */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** Appends a value to a text. */
  public static void write(@Nullable Object value, StringBuilder out) {
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof CharSequence) {
      writeText((CharSequence) value, out);
    } else if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("JSON has no " + number);
      }
      out.append(value);
    } else if (value instanceof Number) {
      out.append(value);
    } else if (value instanceof Map) {
      writeMap((Map<?, ?>) value, out);
    } else if (value instanceof List) {
      writeList((List<?>) value, out);
    } else {
      throw new IllegalArgumentException("JSON has no " + value.getClass().getName());
    }
  }

  private static void writeMap(Map<?, ?> map, StringBuilder out) {
    out.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      writeText(String.valueOf(entry.getKey()), out);
      out.append(':');
      write(entry.getValue(), out);
      if (entries.hasNext()) {
        out.append(',');
      }
    }
    out.append('}');
  }

  private static void writeList(List<?> list, StringBuilder out) {
    out.append('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(list.get(i), out);
    }
    out.append(']');
  }

  /** Appends a text in quotes; control characters and lone surrogates are escaped. */
  static void writeText(CharSequence text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c < 0x20
          || c == 0x7f
          || Character.isSurrogate(c)
          || c == '\u2028'
          || c == '\u2029') {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit((c >> shift) & 0xf, 16));
        }
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
