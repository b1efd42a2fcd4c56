package dev.muster.config.glob;

import dev.muster.model.InputGlob;
import java.util.List;

/**
 * Tells which keys a pattern means.
 *
 * <p>PATH: {@code *} any text within a folder, {@code **} any text, as a part of its own any number
 * of folders (also none), {@code ?} one sign but {@code /}, {@code [a-z]} and {@code [!a-z]} one
 * sign of a set, {@code {a,b}} one of several, {@code \} takes the next sign literally.
 *
 * <p>FNMATCH: as Python's {@code fnmatch.fnmatchcase}: {@code *}, {@code ?} and sets also take
 * {@code /}; braces and {@code \} are ordinary signs; a bracket that is not closed is itself.
 *
 * <p>A match takes at most length of the key × length of the pattern, whatever they hold. Safe for
 * use by several threads.
 */
public final class InputPattern {

  private final List<Alternative> alternatives;

  private InputPattern(List<Alternative> alternatives) {
    this.alternatives = alternatives;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException when a bracket or brace of a PATH pattern is not closed, or
   *     its braces stand for more than 1,000 patterns
   */
  public static InputPattern of(InputGlob glob) {
    return of(glob.pattern(), glob.syntax());
  }

  /**
   * Reads a pattern in a syntax.
   *
   * @throws IllegalArgumentException as {@link #of(InputGlob)}
   */
  public static InputPattern of(String pattern, InputGlob.Syntax syntax) {
    return new InputPattern(
        switch (syntax) {
          case PATH ->
              Braces.expand(pattern).stream()
                  .map(one -> new Alternative(PatternParser.path(one)))
                  .toList();
          case FNMATCH -> List.of(new Alternative(PatternParser.fnmatch(pattern)));
        });
  }

  /** Tells whether the pattern means a key; the whole key counts. */
  public boolean matches(String key) {
    for (Alternative alternative : alternatives) {
      if (alternative.matches(key)) {
        return true;
      }
    }
    return false;
  }

  /** What all keys that match start with, to narrow a listing; may be empty. */
  public String literalPrefix() {
    String common = alternatives.get(0).literalPrefix();
    for (Alternative alternative : alternatives) {
      common = commonPrefix(common, alternative.literalPrefix());
    }
    return common;
  }

  /** Tells whether the pattern names just one key, which is its literal prefix. */
  public boolean isLiteral() {
    return alternatives.size() == 1 && alternatives.get(0).onlyLiterals();
  }

  private static String commonPrefix(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    if (length > 0 && Character.isHighSurrogate(one.charAt(length - 1))) {
      length--;
    }
    return one.substring(0, length);
  }
}
