package dev.muster.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Patterns of what is not copied, as rsync and git read them. */
final class Excludes {

  private record Rule(Pattern pattern, boolean foldersOnly, boolean anywhere) {}

  private final List<Rule> rules = new ArrayList<>();

  Excludes(List<String> patterns) {
    for (String pattern : patterns) {
      boolean folders = pattern.endsWith("/");
      String text = folders ? pattern.substring(0, pattern.length() - 1) : pattern;
      boolean anywhere = !text.contains("/");
      String top = text.startsWith("/") ? text.substring(1) : text;
      if (!top.isEmpty()) {
        rules.add(new Rule(Pattern.compile(regex(top), Pattern.DOTALL), folders, anywhere));
      }
    }
  }

  /**
   * Tells whether it is left out; what is in a folder that is left out is never asked for.
   *
   * @param path below the top, with slashes
   */
  boolean matches(String path, boolean folder) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    for (Rule rule : rules) {
      if ((folder || !rule.foldersOnly())
          && rule.pattern().matcher(rule.anywhere() ? name : path).matches()) {
        return true;
      }
    }
    return false;
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (glob.startsWith("**/", i) && (i == 0 || glob.charAt(i - 1) == '/')) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }
}
