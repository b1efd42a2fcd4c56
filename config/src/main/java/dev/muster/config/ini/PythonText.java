package dev.muster.config.ini;

/** What Python calls white space, and its {@code strip}: Java draws other lines. */
final class PythonText {

  private PythonText() {}

  /** As {@code str.isspace}: bidirectional type WS, B or S, or category Zs. */
  static boolean isSpace(char c) {
    return (c >= '\t' && c <= '\r')
        || (c >= '\u001c' && c <= ' ')
        || c == '\u0085'
        || Character.getType(c) == Character.SPACE_SEPARATOR
        || c == '\u2028'
        || c == '\u2029';
  }

  static String strip(String text) {
    String tail = stripEnd(text);
    return tail.substring(indentOf(tail));
  }

  static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** How many characters of white space it begins with. */
  static int indentOf(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return start;
  }
}
