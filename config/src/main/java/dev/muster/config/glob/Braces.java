package dev.muster.config.glob;

import dev.muster.config.text.Quoted;
import java.util.ArrayList;
import java.util.List;

/** Writes out {@code {a,b}}: {@code x{a,b}y} is {@code xay} and {@code xby}. They may nest. */
final class Braces {

  /** A pattern that stands for more than so many is refused. */
  static final int MOST = 1000;

  private static final int DEEPEST = 20;

  private final String whole;

  private Braces(String whole) {
    this.whole = whole;
  }

  /** The patterns that a pattern stands for; at least one. */
  static List<String> expand(String pattern) {
    return new Braces(pattern).expand(pattern, 0);
  }

  private List<String> expand(String text, int depth) {
    int open = find(text, 0, '{');
    if (open < 0) {
      return List.of(text);
    }
    if (depth > DEEPEST) {
      throw tooMany();
    }
    List<Integer> cuts = cuts(text, open);
    int close = cuts.get(cuts.size() - 1);
    List<String> tails = expand(text.substring(close + 1), depth + 1);
    List<String> all = new ArrayList<>();
    for (int i = 0; i + 1 < cuts.size(); i++) {
      for (String middle : expand(text.substring(cuts.get(i) + 1, cuts.get(i + 1)), depth + 1)) {
        for (String tail : tails) {
          all.add(text.substring(0, open) + middle + tail);
          if (all.size() > MOST) {
            throw tooMany();
          }
        }
      }
    }
    return all;
  }

  /** Where the brace opens, its commas, and where it closes. */
  private List<Integer> cuts(String text, int open) {
    List<Integer> cuts = new ArrayList<>(List.of(open));
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        i = Math.max(i, closingBracket(text, i));
      } else if (c == '{') {
        depth++;
      } else if (c == ',' && depth == 1) {
        cuts.add(i);
      } else if (c == '}' && --depth == 0) {
        cuts.add(i);
        return cuts;
      }
    }
    throw new IllegalArgumentException(
        "the { in " + Quoted.of(whole) + " is not closed; write \\{ for a brace");
  }

  private static int find(String text, int from, char wanted) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == wanted) {
        return i;
      }
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        i = Math.max(i, closingBracket(text, i));
      }
    }
    return -1;
  }

  private static int closingBracket(String text, int open) {
    int first = open + 1;
    if (first < text.length() && (text.charAt(first) == '!' || text.charAt(first) == '^')) {
      first++;
    }
    return text.indexOf(']', first + 1);
  }

  private IllegalArgumentException tooMany() {
    return new IllegalArgumentException(
        "the braces in " + Quoted.of(whole) + " stand for more than " + MOST + " patterns");
  }
}
