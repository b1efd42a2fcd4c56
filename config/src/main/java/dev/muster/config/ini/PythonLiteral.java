package dev.muster.config.ini;

import dev.muster.config.language.Origin;
import dev.muster.config.language.Value;
import dev.muster.config.language.Value.Items;
import dev.muster.config.language.Value.Literal;
import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.config.language.Value.Text;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what Python's {@code ast.literal_eval} reads and JSON can say: numbers, True, False, None,
 * texts in quotes, lists, tuples (as lists) and dicts. No names, no calls, no operators.
 */
final class PythonLiteral {

  /** Values nested deeper are refused. */
  static final int MAX_DEPTH = 100;

  /** Digits of a whole number; Python's own limit. */
  static final int MAX_DIGITS = 4300;

  private static final String DIGITS = "[0-9](?:_?[0-9])*+";
  private static final Pattern WHOLE =
      Pattern.compile(
          "0[xX]((?:_?[0-9a-fA-F])++)|0[oO]((?:_?[0-7])++)|0[bB]((?:_?[01])++)"
              + "|([1-9](?:_?[0-9])*+|0(?:_?0)*+)");
  private static final Pattern FRACTION =
      Pattern.compile(
          "(?:(?:"
              + DIGITS
              + ")?\\."
              + DIGITS
              + "|"
              + DIGITS
              + "\\.)(?:[eE][-+]?"
              + DIGITS
              + ")?"
              + "|"
              + DIGITS
              + "[eE][-+]?"
              + DIGITS);
  private static final Pattern WHOLE_KEY = Pattern.compile("-?[0-9]+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*+");

  private final String text;
  private final Origin origin;
  private int at;

  private PythonLiteral(String text, Origin origin) {
    this.text = text;
    this.origin = origin;
  }

  /**
   * Reads the one value of a text.
   *
   * @throws ProblemsException CONFIGURATION when it is none
   */
  static Value read(String text, Origin origin) {
    PythonLiteral literal = new PythonLiteral(text, origin);
    try {
      return literal.whole();
    } catch (SyntaxException e) {
      throw new ProblemsException(
          ErrorKind.CONFIGURATION,
          List.of(
              new Problem(
                  origin.file(),
                  origin.line(),
                  "not a literal at character " + (e.position + 1) + ": " + e.getMessage(),
                  "for instance 3, 2.5, True, 'text', [1, 2] or {'key': 'value'}; nothing is"
                      + " evaluated")));
    }
  }

  /** What is wrong at a position. */
  static final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int position;

    SyntaxException(int position, String message) {
      super(message, null, false, false);
      this.position = position;
    }
  }

  private Value whole() {
    space();
    if (text.lastIndexOf('\n', at) >= 0 && " \t\f".indexOf(text.charAt(at - 1)) >= 0) {
      throw wrong("the first line of the value is indented");
    }
    Value first = value(0);
    blanks();
    if (peek() == ',') {
      first = new Items(rest(first, '\0', 0), origin);
    }
    space();
    if (at < text.length()) {
      throw wrong("something stands behind the value");
    }
    return first;
  }

  private Value value(int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong("values are nested deeper than " + MAX_DEPTH);
    }
    char c = peek();
    return switch (c) {
      case '[' -> {
        at++;
        yield new Items(items(']', depth), origin);
      }
      case '(' -> tuple(depth);
      case '{' -> dict(depth);
      case '\'', '"' -> texts(depth);
      case '+', '-' -> {
        at++;
        blanks();
        yield number(c == '-' ? "-" : "");
      }
      default -> c == '.' || (c >= '0' && c <= '9') ? number("") : word(depth);
    };
  }

  private List<Value> items(char end, int depth) {
    space();
    if (peek() == end) {
      at++;
      return List.of();
    }
    Value first = value(depth + 1);
    space();
    return rest(first, end, depth);
  }

  /** The values of a list behind its first, and the sign that ends it. */
  private List<Value> rest(Value first, char end, int depth) {
    List<Value> items = new ArrayList<>(List.of(first));
    while (peek() == ',') {
      at++;
      gap(end);
      if (peek() == end || (end == '\0' && "\n#".indexOf(peek()) >= 0)) {
        break;
      }
      items.add(value(depth + 1));
      gap(end);
    }
    if (end != '\0') {
      expect(end);
    }
    return items;
  }

  private Value tuple(int depth) {
    at++;
    space();
    if (peek() == ')') {
      at++;
      return new Items(List.of(), origin);
    }
    Value first = value(depth + 1);
    space();
    if (peek() == ')') {
      at++;
      return first;
    }
    return new Items(rest(first, ')', depth), origin);
  }

  private Value dict(int depth) {
    Map<String, Member> members = new LinkedHashMap<>();
    at++;
    space();
    while (peek() != '}') {
      int start = at;
      Value key = value(depth + 1);
      space();
      if (peek() != ':') {
        throw wrong("a colon is expected behind the key of a dict; a set is not read");
      }
      at++;
      space();
      String name = name(key, start);
      Member member = new Member(name, value(depth + 1), origin);
      if (members.put(name, member) != null) {
        throw new SyntaxException(start, "the key " + name + " is there twice");
      }
      space();
      if (peek() != ',') {
        break;
      }
      at++;
      space();
    }
    expect('}');
    return new Members(List.copyOf(members.values()), origin);
  }

  private static String name(Value key, int position) {
    if (key instanceof Text text) {
      return text.text();
    }
    if (key instanceof Literal literal && WHOLE_KEY.matcher(literal.json()).matches()) {
      return literal.json();
    }
    throw new SyntaxException(position, "the key of a dict is a text or a whole number");
  }

  private Value number(String sign) {
    Matcher fraction = FRACTION.matcher(text).region(at, text.length());
    Matcher whole = WHOLE.matcher(text).region(at, text.length());
    boolean isFraction = fraction.lookingAt();
    if (!isFraction && !whole.lookingAt()) {
      throw wrong("a number is expected");
    }
    int start = at;
    at = isFraction ? fraction.end() : whole.end();
    if (at < text.length() && (Character.isLetterOrDigit(peek()) || peek() == '_')) {
      throw new SyntaxException(start, "this is no number");
    }
    String digits = text.substring(start, at).replace("_", "");
    if (!isFraction) {
      return Literal.ofJson(signed(sign, whole(whole, start)), origin);
    }
    double value = Double.parseDouble(sign + digits);
    if (Double.isInfinite(value)) {
      throw new SyntaxException(start, "the number is too large");
    }
    return Literal.ofJson(Double.toString(value), origin);
  }

  private static String signed(String sign, BigInteger number) {
    return (sign.isEmpty() ? number : number.negate()).toString();
  }

  private static BigInteger whole(Matcher whole, int start) {
    int[] radixes = {16, 8, 2, 10};
    for (int group = 1; group <= radixes.length; group++) {
      if (whole.group(group) != null) {
        String digits = whole.group(group).replace("_", "");
        if (digits.length() > MAX_DIGITS) {
          throw new SyntaxException(start, "the number has more than " + MAX_DIGITS + " digits");
        }
        return new BigInteger(digits, radixes[group - 1]);
      }
    }
    throw new IllegalStateException("no group");
  }

  /** True, False, None, or the letter before a text in quotes. */
  private Value word(int depth) {
    Matcher word = WORD.matcher(text).region(at, text.length());
    if (at >= text.length()) {
      throw wrong("a value is expected, and here is the end");
    }
    if (!word.lookingAt()) {
      throw wrong("a value is expected");
    }
    String seen = word.group();
    int start = at;
    if (word.end() < text.length() && "'\"".indexOf(text.charAt(word.end())) >= 0) {
      return texts(depth);
    }
    at = word.end();
    return switch (seen) {
      case "True" -> Literal.ofJson("true", origin);
      case "False" -> Literal.ofJson("false", origin);
      case "None" -> Literal.ofJson("null", origin);
      default -> throw new SyntaxException(start, seen + " is a name; a text stands in quotes");
    };
  }

  /** Texts that stand one behind the other are one. */
  private Value texts(int depth) {
    StringBuilder joined = new StringBuilder();
    int end;
    do {
      PythonString string = new PythonString(text, at);
      joined.append(string.read());
      at = string.end();
      end = at;
      if (depth > 0) {
        space();
      } else {
        blanks();
      }
    } while (PythonString.startsAt(text, at));
    at = end;
    return new Text(joined.toString(), origin);
  }

  private void expect(char end) {
    if (peek() != end) {
      throw wrong(at < text.length() ? "a comma or " + end + " is expected" : end + " is missing");
    }
    at++;
  }

  private void gap(char end) {
    if (end == '\0') {
      blanks();
    } else {
      space();
    }
  }

  /** Skips blanks within a line. */
  private void blanks() {
    while (at < text.length() && " \t\f".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** Skips blanks, ends of lines and comments, as they may stand within brackets. */
  private void space() {
    blanks();
    while (at < text.length() && (peek() == '\n' || peek() == '#')) {
      while (at < text.length() && peek() != '\n') {
        at++;
      }
      at = Math.min(at + 1, text.length());
      blanks();
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private SyntaxException wrong(String message) {
    return new SyntaxException(at, message);
  }
}
