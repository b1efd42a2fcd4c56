package dev.muster.config.ini;

import dev.muster.config.ini.PythonLiteral.SyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text in quotes as Python writes it, one or three of them, with or without r or u before. */
final class PythonString {

  private static final Pattern START = Pattern.compile("([\\p{L}_]*+)('''|\"\"\"|'|\")");
  private static final String SIMPLE = "\\'\"abfnrtv";
  private static final String SIMPLE_VALUES = "\\'\"\u0007\b\f\n\r\t\u000b";

  private final String text;
  private final StringBuilder out = new StringBuilder();
  private int at;

  PythonString(String text, int start) {
    this.text = text;
    this.at = start;
  }

  static boolean startsAt(String text, int at) {
    return START.matcher(text).region(at, text.length()).lookingAt();
  }

  /** Where it has ended. */
  int end() {
    return at;
  }

  String read() {
    int start = at;
    Matcher opening = START.matcher(text).region(at, text.length());
    if (!opening.lookingAt()) {
      throw new SyntaxException(at, "a text in quotes is expected");
    }
    String prefix = opening.group(1).toLowerCase(Locale.ROOT);
    if (!prefix.isEmpty() && !prefix.equals("u") && !prefix.equals("r")) {
      throw new SyntaxException(at, "texts with " + opening.group(1) + " before them are not read");
    }
    String quote = opening.group(2);
    at = opening.end();
    while (!text.startsWith(quote, at)) {
      if (at >= text.length() || (quote.length() == 1 && text.charAt(at) == '\n')) {
        throw new SyntaxException(start, "the text is not closed by " + quote);
      }
      char c = text.charAt(at++);
      if (c != '\\') {
        out.append(c);
      } else if (at >= text.length()) {
        throw new SyntaxException(start, "the text is not closed by " + quote);
      } else if (prefix.equals("r")) {
        out.append(c).append(text.charAt(at++));
      } else {
        escape();
      }
    }
    at += quote.length();
    return out.toString();
  }

  private void escape() {
    char c = text.charAt(at++);
    int simple = SIMPLE.indexOf(c);
    if (simple >= 0) {
      out.append(SIMPLE_VALUES.charAt(simple));
      return;
    }
    switch (c) {
      case '\n' -> {}
      case 'x' -> hex(2);
      case 'u' -> hex(4);
      case 'U' -> hex(8);
      case 'N' -> throw new SyntaxException(at - 2, "\\N is not read; write \\u and four digits");
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(c);
      default -> out.append('\\').append(c);
    }
  }

  private void hex(int digits) {
    int point = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0 || text.charAt(at) > 'f') {
        throw new SyntaxException(at, digits + " hexadecimal digits are expected");
      }
      point = point * 16 + digit;
      at++;
    }
    if (!Character.isValidCodePoint(point)) {
      throw new SyntaxException(at - digits, "there is no such character");
    }
    out.appendCodePoint(point);
  }

  private void octal(char first) {
    int point = first - '0';
    for (int i = 0; i < 2 && at < text.length(); i++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 7) {
        break;
      }
      point = point * 8 + digit;
      at++;
    }
    out.append((char) point);
  }
}
