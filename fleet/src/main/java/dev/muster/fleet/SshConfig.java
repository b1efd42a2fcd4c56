package dev.muster.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a user's SSH configuration says, Include expanded. As in OpenSSH the first value of a key
 * counts, and keys that are not known here are ignored.
 *
 * @param lines in order
 */
record SshConfig(List<Line> lines) {

  static final SshConfig EMPTY = new SshConfig(List.of());

  SshConfig {
    lines = List.copyOf(lines);
  }

  /**
   * A key with its words.
   *
   * @param scopes all must hold: those of the Host or Match the line stands under, and of the one
   *     that the Include stands under
   * @param key in lower case
   */
  record Line(List<Scope> scopes, String key, List<String> words) {
    Line {
      scopes = List.copyOf(scopes);
      words = List.copyOf(words);
    }
  }

  /** For which hosts a line is. */
  interface Scope {
    /**
     * Tells whether it is for this one.
     *
     * @param name as the user gave it
     */
    boolean holds(String name);
  }

  /** The first value of a key for a host. */
  Optional<String> find(String name, String key) {
    return matching(name, key).stream().findFirst().map(words -> String.join(" ", words));
  }

  /** The words of the first line with a key. */
  List<String> words(String name, String key) {
    return matching(name, key).stream().findFirst().orElse(List.of());
  }

  /** All values of a key that may be given several times. */
  List<String> all(String name, String key) {
    return matching(name, key).stream().map(words -> String.join(" ", words)).toList();
  }

  private List<List<String>> matching(String name, String key) {
    List<List<String>> found = new ArrayList<>();
    for (Line line : lines) {
      if (line.key().equals(key)
          && !line.words().isEmpty()
          && line.scopes().stream().allMatch(scope -> scope.holds(name))) {
        found.add(line.words());
      }
    }
    return found;
  }

  /** Patterns of a Host line: one must match, and none with an exclamation mark. */
  static Scope hosts(List<String> patterns) {
    return name -> {
      boolean found = false;
      for (String pattern : patterns) {
        boolean not = pattern.startsWith("!");
        if (matches(not ? pattern.substring(1) : pattern, name)) {
          if (not) {
            return false;
          }
          found = true;
        }
      }
      return found;
    };
  }

  /** OpenSSH's patterns: {@code *} and {@code ?}. */
  static boolean matches(String pattern, String name) {
    StringBuilder regex = new StringBuilder();
    String lower = pattern.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.matches(regex.toString(), name.toLowerCase(Locale.ROOT));
  }
}
