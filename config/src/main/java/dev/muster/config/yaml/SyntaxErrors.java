package dev.muster.config.yaml;

import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Says what the YAML parser stumbled over, where, and what people usually meant. */
final class SyntaxErrors {

  private SyntaxErrors() {}

  static void add(MarkedYAMLException error, String text, Problems problems) {
    @Nullable Mark mark = error.getProblemMark();
    int line = mark == null ? 0 : mark.getLine() + 1;
    int column = mark == null ? 0 : mark.getColumn() + 1;
    String seen = mark == null ? "" : text.lines().skip(line - 1L).findFirst().orElse("");
    String reason =
        error.getProblem() == null ? "it cannot be read" : firstLine(error.getProblem());
    problems.add(line, "not YAML at column " + column + ": " + reason, hint(reason, seen, column));
  }

  static void add(YAMLException error, Problems problems) {
    if (error instanceof ReaderException reader) {
      problems.add(
          0,
          String.format(
              "the file is not text: U+%04X at character %d",
              reader.getCodePoint(), reader.getPosition() + 1),
          null);
    } else {
      problems.add(0, firstLine(String.valueOf(error.getMessage())));
    }
  }

  private static @Nullable String hint(String reason, String line, int column) {
    if (reason.contains("(TAB)") || line.stripTrailing().startsWith("\t")) {
      return "YAML is indented with spaces, not with tabs";
    }
    String value = value(line, column);
    if (value.startsWith("*") || reason.contains("alias")) {
      return "a text that starts with * must stand in quotes, else it is YAML's alias sign: "
          + Quoted.of(value);
    }
    if (value.startsWith("@") || value.startsWith("`") || value.startsWith("%")) {
      return "a text that starts with " + value.charAt(0) + " must stand in quotes";
    }
    if (reason.contains("mapping values are not allowed")) {
      return "a text with \": \" in it must stand in quotes; or a line is indented wrongly";
    }
    if (reason.contains("but found another document")) {
      return "keep one document: remove the --- between them";
    }
    if (reason.contains("expected ',' or ']'") && line.contains("[")) {
      return "a text with [ or ] in it, within a list in brackets, must stand in quotes";
    }
    if (reason.contains("expected <block end>")) {
      return "lines of one mapping begin in the same column";
    }
    return null;
  }

  /** What stands around the column: the value of a {@code key: value} or {@code - value}. */
  private static String value(String line, int column) {
    String before = line.substring(0, Math.min(Math.max(column - 1, 0), line.length()));
    int start = Math.max(Math.max(before.lastIndexOf(": ") + 2, before.lastIndexOf("- ") + 2), 0);
    start = Math.max(start == 1 ? 0 : start, before.lastIndexOf("[") + 1);
    return line.substring(Math.min(start, line.length())).strip();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }
}
