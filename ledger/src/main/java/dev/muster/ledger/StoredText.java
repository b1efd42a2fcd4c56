package dev.muster.ledger;

import dev.muster.protocol.Json;

/**
 * Texts as the databases can hold them. PostgreSQL refuses NUL, and neither keeps half a surrogate
 * pair; names of files and what programs print may hold both. Such a text is stored as a JSON
 * string behind a mark, every other one as it is.
 */
final class StoredText {

  private static final char MARK = '\u0001';

  private StoredText() {}

  /** The text to store. */
  static String encode(String text) {
    return isPlain(text) ? text : MARK + Json.write(text);
  }

  /** The text that was stored. */
  static String decode(String stored) {
    if (stored.isEmpty() || stored.charAt(0) != MARK) {
      return stored;
    }
    return String.valueOf(Json.parse(stored.substring(1)));
  }

  private static boolean isPlain(String text) {
    if (!text.isEmpty() && text.charAt(0) == MARK) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
