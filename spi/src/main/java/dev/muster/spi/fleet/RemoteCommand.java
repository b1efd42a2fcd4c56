package dev.muster.spi.fleet;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command for hosts.
 *
 * @param argv program and arguments, each a word of its own whatever is in it; no NUL. A relative
 *     program is looked for in the host's PATH. For a shell's language say {@code sh, -c, script},
 *     or {@code sh, -s} with the script as input
 * @param input what it reads
 * @param environment added to what the host sets; travels encrypted on the input, before it, and
 *     stands in no process list
 * @param terminal null for none; not together with an environment, which it would show
 */
public record RemoteCommand(
    List<String> argv,
    RemoteInput input,
    Map<String, String> environment,
    @Nullable Terminal terminal) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  public RemoteCommand {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    Objects.requireNonNull(input, "input");
    if (argv.isEmpty() || argv.get(0).isEmpty()) {
      throw new IllegalArgumentException("a command has a program");
    }
    if (argv.stream().anyMatch(word -> word.indexOf(0) >= 0)) {
      throw new IllegalArgumentException("no argument can hold a NUL character");
    }
    if (terminal != null && !environment.isEmpty()) {
      throw new IllegalArgumentException("a terminal would show the environment it is given");
    }
    environment.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches() || value.indexOf(0) >= 0) {
            throw new IllegalArgumentException("no environment variable can be like " + name);
          }
        });
  }

  /** A command that reads nothing. */
  public static RemoteCommand of(String... argv) {
    return of(List.of(argv));
  }

  /** A command that reads nothing. */
  public static RemoteCommand of(List<String> argv) {
    return new RemoteCommand(argv, RemoteInput.NONE, Map.of(), null);
  }

  /**
   * A script for {@code sh}, which reads it as its input; nothing of it is in an argument list or a
   * file.
   *
   * @param script lines for a POSIX shell; input that stood in for variables must be quoted by
   *     {@link ShellWords#quote}
   * @param arguments {@code $1} and so on
   */
  public static RemoteCommand script(String script, String... arguments) {
    // sh reads a script bit by bit: a command in it that read its input would eat the rest.
    return new RemoteCommand(
        Scripts.reading(List.of(arguments)), RemoteInput.text(script), Map.of(), null);
  }

  /** The same with other input. */
  public RemoteCommand withInput(RemoteInput input) {
    return new RemoteCommand(argv, input, environment, terminal);
  }

  /** The same with another environment. */
  public RemoteCommand withEnvironment(Map<String, String> environment) {
    return new RemoteCommand(argv, input, environment, terminal);
  }

  /** The same with a terminal. */
  public RemoteCommand withTerminal(@Nullable Terminal terminal) {
    return new RemoteCommand(argv, input, environment, terminal);
  }

  /** Names no value: values may be secrets. */
  @Override
  public String toString() {
    return ShellWords.quote(argv);
  }

  /**
   * A terminal on the host, for programs that want one. Its error stream is its output stream.
   *
   * @param type for instance {@code xterm-256color}
   */
  public record Terminal(String type, int columns, int rows) {}
}
