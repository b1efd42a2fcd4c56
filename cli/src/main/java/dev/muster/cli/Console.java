package dev.muster.cli;

import dev.muster.protocol.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints for one command, as its options say: people on a terminal, lines in a pipe, JSON. */
final class Console {

  private final Terminal terminal;
  private final CommonOptions options;

  Console(Terminal terminal, CommonOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  boolean json() {
    return options.json;
  }

  boolean quiet() {
    return options.quiet;
  }

  boolean verbose() {
    return options.verbose;
  }

  Terminal terminal() {
    return terminal;
  }

  /** What was asked for, for people; nothing with --json. */
  void print(String line) {
    if (!options.json) {
      terminal.out().println(line);
    }
  }

  /** Beside what was asked for: nothing with --quiet. */
  void say(String line) {
    if (!options.quiet) {
      terminal.err().println(line);
    }
  }

  /** What was asked for, for machines; only with --json. */
  void json(Map<String, ?> object) {
    if (options.json) {
      terminal.out().println(Json.write(object));
      terminal.out().flush();
    }
  }

  void table(Table table) {
    if (!options.json) {
      int width = terminal.outIsTerminal() ? terminal.width() : Integer.MAX_VALUE;
      table.lines(width).forEach(terminal.out()::println);
    }
  }

  String bold(String text) {
    return style("1", text);
  }

  String good(String text) {
    return style("32", text);
  }

  String bad(String text) {
    return style("31", text);
  }

  String faint(String text) {
    return style("2", text);
  }

  private String style(String code, String text) {
    return terminal.outIsTerminal() && terminal.color() && !options.noColor
        ? "\u001b[" + code + "m" + text + "\u001b[0m"
        : text;
  }

  /** An object for {@link #json}: names and values in turn; values that are null stand as null. */
  static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return object;
  }
}
