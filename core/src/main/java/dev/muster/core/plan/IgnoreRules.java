package dev.muster.core.plan;

import dev.muster.config.glob.InputPattern;
import dev.muster.model.InputGlob;
import java.util.ArrayList;
import java.util.List;

/**
 * Which files of a project folder are not part of the project: the lines of its {@code .gitignore}
 * and {@code .musterignore}, read as gitignore(5) says, and what Muster, Python and version control
 * put there.
 */
final class IgnoreRules {

  private static final List<String> ALWAYS =
      List.of(
          "/results/",
          ".git/",
          "__pycache__/",
          "*.pyc",
          ".musterignore",
          ".gitignore",
          "/project.schema.json");

  private final List<Rule> rules = new ArrayList<>();

  IgnoreRules(List<String> lines) {
    ALWAYS.forEach(this::add);
    lines.forEach(this::add);
  }

  private void add(String line) {
    String text = line.stripTrailing();
    if (text.isEmpty() || text.startsWith("#")) {
      return;
    }
    boolean negated = text.startsWith("!");
    if (negated || text.startsWith("\\")) {
      text = text.substring(1);
    }
    boolean folderOnly = text.endsWith("/");
    if (folderOnly) {
      text = text.substring(0, text.length() - 1);
    }
    boolean anchored = text.indexOf('/') >= 0;
    if (text.startsWith("/")) {
      text = text.substring(1);
    }
    String glob = anchored || text.startsWith("**/") ? text : "**/" + text;
    rules.add(
        new Rule(
            InputPattern.of(new InputGlob("/", glob, InputGlob.Syntax.PATH)), folderOnly, negated));
  }

  /**
   * Tells whether a file or folder is left out; the last rule that matches decides.
   *
   * @param path relative to the project folder, with {@code /}
   */
  boolean ignores(String path, boolean folder) {
    boolean ignored = false;
    for (Rule rule : rules) {
      if ((folder || !rule.folderOnly()) && rule.pattern().matches(path)) {
        ignored = !rule.negated();
      }
    }
    return ignored;
  }

  private record Rule(InputPattern pattern, boolean folderOnly, boolean negated) {}
}
