package dev.muster.config.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Placeholders in an argument of a command: a name in braces, such as path or params.window. A
 * doubled brace stands for a brace.
 */
public final class Placeholders {

  /** The names known beside {@code params.x}. */
  public static final Set<String> NAMES =
      Set.of("path", "file", "column", "bucket", "uri", "round", "files");

  private Placeholders() {}

  /**
   * The names in the braces, in order.
   *
   * @throws IllegalArgumentException at a brace without its partner; the message says which
   */
  public static List<String> of(String text) {
    List<String> names = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
      if (c == '{' && !doubled) {
        int end = text.indexOf('}', at);
        if (end < 0) {
          throw new IllegalArgumentException(
              "the { in " + Quoted.of(text) + " is not closed; write {{ for a brace");
        }
        names.add(text.substring(at + 1, end));
        at = end + 1;
      } else if (c == '}' && !doubled) {
        throw new IllegalArgumentException(
            "the } in " + Quoted.of(text) + " closes nothing; write }} for a brace");
      } else {
        at += (c == '{' || c == '}') ? 2 : 1;
      }
    }
    return names;
  }

  /** All names that may stand in braces, given the parameters of a project. */
  public static List<String> known(Collection<String> params) {
    List<String> known = new ArrayList<>(NAMES.stream().sorted().toList());
    params.forEach(param -> known.add("params." + param));
    return known;
  }
}
