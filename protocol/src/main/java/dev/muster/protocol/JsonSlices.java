package dev.muster.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Walks over the members of one JSON object in ASCII without making values of them: each is checked
 * to be JSON and handed out as its text.
 */
final class JsonSlices {

  private final byte[] bytes;
  private final int end;
  private int at;
  private boolean first = true;
  private String name = "";

  JsonSlices(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /** Enters the object. */
  void begin() {
    expect('{');
  }

  /** Goes to the next member; false at the object's end. */
  boolean nextName() {
    skipSpace();
    if (peek() == '}') {
      at++;
      return false;
    }
    if (!first) {
      expect(',');
      skipSpace();
    }
    first = false;
    int from = at;
    skipText();
    name = ascii(from + 1, at - 1);
    skipSpace();
    expect(':');
    skipSpace();
    return true;
  }

  /** The name of the member at which it stands. */
  String name() {
    return name;
  }

  /** Takes a whole number of up to 18 digits. */
  long number() {
    int from = at;
    long value = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      value = value * 10 + (bytes[at++] - '0');
    }
    if (at == from || at - from > 18) {
      throw error("no whole number");
    }
    return value;
  }

  /** Takes any value as its text. */
  String value() {
    int from = at;
    skipValue(1);
    return ascii(from, at);
  }

  /** Takes an object as its text. */
  String object() {
    if (peek() != '{') {
      throw error("no object");
    }
    return value();
  }

  /** Only white space may follow. */
  void finish() {
    skipSpace();
    if (at < end) {
      throw error("more after the object");
    }
  }

  private void skipValue(int depth) {
    if (depth > Json.MAX_DEPTH + 1) {
      throw error("nested deeper than " + Json.MAX_DEPTH);
    }
    switch (peek()) {
      case '{':
        skipMembers('}', true, depth);
        break;
      case '[':
        skipMembers(']', false, depth);
        break;
      case '"':
        skipText();
        break;
      case 't':
        skipWord("true");
        break;
      case 'f':
        skipWord("false");
        break;
      case 'n':
        skipWord("null");
        break;
      default:
        skipNumber();
    }
  }

  private void skipMembers(char close, boolean named, int depth) {
    at++;
    skipSpace();
    if (peek() == close) {
      at++;
      return;
    }
    while (true) {
      skipSpace();
      if (named) {
        skipText();
        skipSpace();
        expect(':');
        skipSpace();
      }
      skipValue(depth + 1);
      skipSpace();
      if (peek() == close) {
        at++;
        return;
      }
      expect(',');
    }
  }

  private void skipText() {
    expect('"');
    while (true) {
      byte c = peek();
      at++;
      if (c == '"') {
        return;
      }
      if (c < 0x20) { // bytes above ASCII are negative
        throw error("no ASCII text");
      }
      if (c == '\\') {
        skipEscape();
      }
    }
  }

  private void skipEscape() {
    byte c = peek();
    at++;
    if (c == 'u') {
      for (int i = 0; i < 4; i++) {
        if (Character.digit(peek(), 16) < 0) {
          throw error("no hexadecimal digit");
        }
        at++;
      }
    } else if ("\"\\/bfnrt".indexOf(c) < 0) {
      throw error("an unknown escape");
    }
  }

  private void skipNumber() {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      skipDigits();
    }
    if (at < end && bytes[at] == '.') {
      at++;
      skipDigits();
    }
    if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      skipDigits();
    }
  }

  private void skipDigits() {
    int from = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw error("no JSON value");
    }
  }

  private void skipWord(String word) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
  }

  private void skipSpace() {
    while (at < end && bytes[at] == ' ') {
      at++;
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw error("'" + c + "' is missing");
    }
    at++;
  }

  private byte peek() {
    if (at >= end) {
      throw error("the line ends within a value");
    }
    return bytes[at];
  }

  private String ascii(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private JsonException error(String message) {
    return new JsonException(message, at);
  }
}
