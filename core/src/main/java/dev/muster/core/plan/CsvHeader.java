package dev.muster.core.plan;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The first record of a CSV file: RFC 4180 quotes (also around line ends), a byte order mark, and
 * whichever of {@code , ; tab |} stands in it most often as the delimiter.
 */
public final class CsvHeader {

  private static final String DELIMITERS = ",;\t|";
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private CsvHeader() {}

  /** Tells by its name whether an object is a table with a header. */
  public static boolean isTable(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return name.endsWith(".csv") || name.endsWith(".tsv");
  }

  /**
   * Reads column names.
   *
   * @param start the first bytes of the file; UTF-8, or else taken for ISO 8859-1
   * @param whole whether these are all its bytes
   * @return the names without quotes and surrounding blanks; empty when the header goes on behind
   *     the given bytes
   */
  public static Optional<List<String>> parse(byte[] start, boolean whole) {
    String text = decode(start, whole);
    int end = endOfRecord(text);
    if (end < 0 && !whole) {
      return Optional.empty();
    }
    String record = end < 0 ? text : text.substring(0, end);
    return Optional.of(record.isBlank() ? List.of() : split(record, delimiter(record)));
  }

  private static String decode(byte[] bytes, boolean whole) {
    int length = bytes.length;
    if (!whole) {
      // The last character may be cut: leave out its first bytes.
      int back = 0;
      while (back < 4 && length > 0 && (bytes[length - 1] & 0xc0) == 0x80) {
        length--;
        back++;
      }
      if (length > 0 && (bytes[length - 1] & 0xc0) == 0xc0) {
        length--;
      }
    }
    String text;
    try {
      text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    } catch (CharacterCodingException e) {
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  private static int endOfRecord(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        return i;
      }
    }
    return -1;
  }

  private static char delimiter(String record) {
    int[] counts = new int[DELIMITERS.length()];
    boolean quoted = false;
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        int index = DELIMITERS.indexOf(c);
        if (index >= 0) {
          counts[index]++;
        }
      }
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] > counts[best]) {
        best = i;
      }
    }
    return DELIMITERS.charAt(best);
  }

  private static List<String> split(String record, char delimiter) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      if (c == '"' && quoted && i + 1 < record.length() && record.charAt(i + 1) == '"') {
        name.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == delimiter && !quoted) {
        names.add(name.toString().strip());
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    names.add(name.toString().strip());
    return names;
  }
}
