package dev.muster.reports.html;

/**
 * A piece of HTML that goes into a page as it is. Only code that writes markup makes one; all other
 * text is a String and is escaped by the {@link Template}.
 */
record Html(String markup) {

  /** Escapes text for an element or a quoted attribute. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      switch (letter) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(letter);
      }
    }
    return escaped.toString();
  }

  /**
   * Makes JSON safe inside a script element: it then holds no {@code <}, so neither an end tag nor
   * a comment, and no line separators that older JavaScript took for line ends.
   */
  static Html json(String json) {
    return new Html(
        json.replace("<", "\\u003c")
            .replace(">", "\\u003e")
            .replace("&", "\\u0026")
            .replace("\u2028", "\\u2028")
            .replace("\u2029", "\\u2029"));
  }
}
