package dev.muster.cli;

import dev.muster.protocol.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints for one command, as its options say: people on a terminal, lines in a pipe, JSON. */
public final class Console {

  private final Terminal terminal;
  private final CommonOptions options;

  Console(Terminal terminal, CommonOptions options) {
    this.terminal = terminal;
    this.options = options;
  }

  public boolean json() {
    return options.json;
  }

  public boolean quiet() {
    return options.quiet;
  }

  public boolean verbose() {
    return options.verbose.length > 0;
  }

  /** How often {@code -v} was given. */
  public int verbosity() {
    return options.verbose.length;
  }

  public Terminal terminal() {
    return terminal;
  }

  /** What was asked for, for people; nothing with --json. */
  public void print(String line) {
    if (!options.json) {
      terminal.out().println(line);
    }
  }

  /** Beside what was asked for: nothing with --quiet. */
  public void say(String line) {
    if (!options.quiet) {
      terminal.err().println(line);
    }
  }

  /** What was asked for, for machines; only with --json. */
  public void json(Map<String, ?> object) {
    if (options.json) {
      terminal.out().println(Json.write(object));
      terminal.out().flush();
    }
  }

  public void table(Table table) {
    if (!options.json) {
      int width = terminal.outIsTerminal() ? terminal.width() : Integer.MAX_VALUE;
      table.lines(width).forEach(terminal.out()::println);
    }
  }

  public String bold(String text) {
    return style("1", text);
  }

  public String good(String text) {
    return style("32", text);
  }

  public String bad(String text) {
    return style("31", text);
  }

  public String faint(String text) {
    return style("2", text);
  }

  private String style(String code, String text) {
    return terminal.outIsTerminal() && terminal.color() && !options.noColor
        ? "\u001b[" + code + "m" + text + "\u001b[0m"
        : text;
  }

  /** An object for {@link #json}: names and values in turn; values that are null stand as null. */
  public static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return object;
  }
}
