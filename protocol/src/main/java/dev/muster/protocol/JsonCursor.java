package dev.muster.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON values from a text, one after the other. */
final class JsonCursor {

  private final String text;
  private int at;
  private int depth;

  JsonCursor(String text) {
    this.text = text;
  }

  /** Reads the next value, whatever it is. */
  @Nullable Object value() {
    skipSpace();
    char c = peek();
    switch (c) {
      case '{':
        return object();
      case '[':
        return list();
      case '"':
        return text();
      case 't':
        return word("true", true);
      case 'f':
        return word("false", false);
      case 'n':
        return word("null", null);
      default:
        return number();
    }
  }

  /** Only white space may follow. */
  void end() {
    skipSpace();
    if (at < text.length()) {
      throw error("more after the value");
    }
  }

  private Map<String, @Nullable Object> object() {
    enter();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (peek() == '}') {
      at++;
      depth--;
      return object;
    }
    while (true) {
      skipSpace();
      if (peek() != '"') {
        throw error("a name in quotes is missing");
      }
      String name = text();
      skipSpace();
      expect(':');
      object.put(name, value());
      skipSpace();
      if (peek() == '}') {
        at++;
        depth--;
        return object;
      }
      expect(',');
    }
  }

  private List<@Nullable Object> list() {
    enter();
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    skipSpace();
    if (peek() == ']') {
      at++;
      depth--;
      return list;
    }
    while (true) {
      list.add(value());
      skipSpace();
      if (peek() == ']') {
        at++;
        depth--;
        return list;
      }
      expect(',');
    }
  }

  private String text() {
    int start = ++at;
    while (true) {
      char c = peek();
      if (c == '"') {
        return text.substring(start, at++);
      }
      if (c == '\\') {
        return textWithEscapes(start);
      }
      if (c < 0x20) {
        throw error("a control character in a text");
      }
      at++;
    }
  }

  private String textWithEscapes(int start) {
    StringBuilder out = new StringBuilder(text.length() - start < 64 ? 64 : 256);
    out.append(text, start, at);
    while (true) {
      char c = peek();
      at++;
      if (c == '"') {
        return out.toString();
      } else if (c == '\\') {
        out.append(escape());
      } else if (c < 0x20) {
        throw error("a control character in a text");
      } else {
        out.append(c);
      }
    }
  }

  private char escape() {
    char c = peek();
    at++;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        if (at + 4 > text.length()) {
          throw error("the text ends within an escape");
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(text.charAt(at++), 16);
          if (digit < 0) {
            throw error("not a hexadecimal digit");
          }
          code = code << 4 | digit;
        }
        return (char) code;
      default:
        throw error("unknown escape \\" + c);
    }
  }

  private Object number() {
    int start = at;
    boolean whole = true;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '.' || c == 'e' || c == 'E') {
        whole = false;
      } else if ((c < '0' || c > '9') && c != '-' && c != '+') {
        break;
      }
      at++;
    }
    String number = text.substring(start, at);
    if (!isNumber(number)) {
      at = start;
      throw error("not a JSON value");
    }
    if (whole && number.length() < 19) {
      return Long.parseLong(number);
    }
    if (whole) {
      try {
        return Long.parseLong(number);
      } catch (NumberFormatException e) {
        return Double.parseDouble(number);
      }
    }
    return Double.parseDouble(number);
  }

  private static boolean isNumber(String text) {
    int i = 0;
    int length = text.length();
    if (i < length && text.charAt(i) == '-') {
      i++;
    }
    int digits = digits(text, i);
    if (digits == 0 || (digits > 1 && text.charAt(i) == '0')) {
      return false;
    }
    i += digits;
    if (i < length && text.charAt(i) == '.') {
      digits = digits(text, ++i);
      if (digits == 0) {
        return false;
      }
      i += digits;
    }
    if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      i++;
      if (i < length && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
        i++;
      }
      digits = digits(text, i);
      if (digits == 0) {
        return false;
      }
      i += digits;
    }
    return i == length;
  }

  private static int digits(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i - from;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw error("not a JSON value");
    }
    at += word.length();
    return value;
  }

  private void enter() {
    if (++depth > Json.MAX_DEPTH) {
      throw error("nested deeper than " + Json.MAX_DEPTH);
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw error("'" + c + "' is missing");
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw error("the text ends within a value");
    }
    return text.charAt(at);
  }

  private void skipSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  private JsonException error(String message) {
    return new JsonException(message, at);
  }
}
