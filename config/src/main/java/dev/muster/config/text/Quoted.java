package dev.muster.config.text;

/** Shows a text of the user's within a message. */
public final class Quoted {

  /** Longer texts are cut. */
  static final int MOST = 80;

  private Quoted() {}

  /** The text in quotes, on one line, without control characters, cut when it is long. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .limit(MOST)
        .forEach(
            point -> {
              switch (point) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '"', '\\' -> out.append('\\').appendCodePoint(point);
                default -> {
                  if (isVisible(point)) {
                    out.appendCodePoint(point);
                  } else {
                    out.append(String.format("\\u%04x", point));
                  }
                }
              }
            });
    if (text.codePointCount(0, text.length()) > MOST) {
      out.append("…");
    }
    return out.append('"').toString();
  }

  private static boolean isVisible(int point) {
    int type = Character.getType(point);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
