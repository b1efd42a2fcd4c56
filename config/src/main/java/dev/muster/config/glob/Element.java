package dev.muster.config.glob;

import java.util.List;

/** One element of a pattern; between them they accept a key, one code point after the other. */
sealed interface Element {

  /** Exactly this code point. */
  record Literal(int point) implements Element {}

  /** One code point of a set. */
  record OneOf(List<Range> ranges, boolean negated, boolean crossesFolders) implements Element {
    boolean accepts(int point) {
      if (point == '/' && !crossesFolders) {
        return false;
      }
      for (Range range : ranges) {
        if (range.from() <= point && point <= range.to()) {
          return !negated;
        }
      }
      return negated;
    }
  }

  /** Any number of code points, also none. */
  record Star(boolean crossesFolders) implements Element {}

  /** Whole folders, each with its slash; also none: what stands for {@code **}{@code /}. */
  record Folders() implements Element {}

  /** Code points from one to another, both included; empty when the first is the greater. */
  record Range(int from, int to) {}

  /** Any one code point. */
  static OneOf any(boolean crossesFolders) {
    return new OneOf(List.of(), true, crossesFolders);
  }
}
