package dev.muster.config.glob;

import dev.muster.config.glob.Element.Folders;
import dev.muster.config.glob.Element.Literal;
import dev.muster.config.glob.Element.OneOf;
import dev.muster.config.glob.Element.Range;
import dev.muster.config.glob.Element.Star;
import dev.muster.config.text.Quoted;
import java.util.ArrayList;
import java.util.List;

/** Reads one pattern without braces into its elements. */
final class PatternParser {

  private final String text;
  private final int[] points;
  private final boolean path;
  private final List<Element> elements = new ArrayList<>();
  private int at;

  private PatternParser(String text, boolean path) {
    this.text = text;
    this.points = text.codePoints().toArray();
    this.path = path;
  }

  /** Reads a pattern where {@code *} stays within a folder and {@code \} takes a sign literally. */
  static List<Element> path(String pattern) {
    return new PatternParser(pattern, true).parse();
  }

  /** Reads a pattern as Python's fnmatch does: nothing is special about slashes, no escapes. */
  static List<Element> fnmatch(String pattern) {
    return new PatternParser(pattern, false).parse();
  }

  private List<Element> parse() {
    while (at < points.length) {
      int point = points[at];
      switch (point) {
        case '*' -> star();
        case '?' -> {
          elements.add(Element.any(!path));
          at++;
        }
        case '[' -> set();
        case '\\' -> escape();
        default -> literal(point);
      }
    }
    return List.copyOf(elements);
  }

  private void literal(int point) {
    elements.add(new Literal(point));
    at++;
  }

  private void escape() {
    if (path && at + 1 < points.length) {
      at++;
    }
    literal(points[at]);
  }

  /**
   * A run of stars; in a path two are more than one, and a whole part of two stands for folders.
   */
  private void star() {
    int start = at;
    while (at < points.length && points[at] == '*') {
      at++;
    }
    boolean atPartStart = start == 0 || points[start - 1] == '/';
    if (path && at - start > 1 && atPartStart && at < points.length && points[at] == '/') {
      elements.add(new Folders());
      at++;
    } else {
      elements.add(new Star(!path || at - start > 1));
    }
  }

  /** A set in brackets: a {@code ]} that comes first belongs to it, as in every shell. */
  private void set() {
    int body = at + 1;
    boolean negated =
        body < points.length && (points[body] == '!' || (path && points[body] == '^'));
    if (negated) {
      body++;
    }
    int end = body < points.length && points[body] == ']' ? body + 1 : body;
    while (end < points.length && points[end] != ']') {
      end++;
    }
    if (end < points.length) {
      elements.add(new OneOf(ranges(body, end), negated, !path));
      at = end + 1;
    } else if (path) {
      throw new IllegalArgumentException(
          "the [ in " + Quoted.of(text) + " is not closed; write \\[ for a bracket");
    } else {
      literal('[');
    }
  }

  private List<Range> ranges(int from, int to) {
    List<Range> ranges = new ArrayList<>();
    int i = from;
    while (i < to) {
      boolean isRange = i + 2 < to && points[i + 1] == '-';
      ranges.add(new Range(points[i], isRange ? points[i + 2] : points[i]));
      i += isRange ? 3 : 1;
    }
    return ranges;
  }
}
