package dev.muster.reports.text;

/**
 * Makes control characters visible, so that a text cannot move a cursor or hide a part of it: as
 * {@code ^[} and the like, which every font has.
 */
public final class Visible {

  private static final char DELETE = 0x7f;
  private static final int CARET_OFFSET = 0x40;

  private Visible() {}

  /** One line: line breaks and tabs are made visible too. */
  public static String line(String text) {
    return of(text, "");
  }

  /** Several lines: line feeds and tabs stay. */
  public static String lines(String text) {
    return of(text.replace("\r\n", "\n"), "\n\t");
  }

  private static String of(String text, String kept) {
    StringBuilder visible = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (kept.indexOf(letter) >= 0) {
        visible.append(letter);
      } else {
        append(visible, letter);
      }
    }
    return visible.toString();
  }

  private static void append(StringBuilder visible, char letter) {
    if (letter == '\n' || letter == '\u2028' || letter == '\u2029') {
      visible.append('↵');
    } else if (letter < ' ' || letter == DELETE) {
      visible.append('^').append((char) (letter ^ CARET_OFFSET));
    } else {
      visible.append(misleading(letter) ? '\ufffd' : letter);
    }
  }

  /** C1 controls, and characters that turn the direction of reading. */
  private static boolean misleading(char letter) {
    return (letter >= 0x80 && letter < 0xa0)
        || (letter >= 0x202a && letter <= 0x202e)
        || (letter >= 0x2066 && letter <= 0x2069);
  }
}
