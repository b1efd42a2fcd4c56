package dev.muster.fleet;

import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.ShellWords;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What is sent for a command. Each gets a variable of its own in its environment, by which it and
 * what it started are found when they must be ended: OpenSSH passes signals on only for users other
 * than root.
 *
 * @param line for the user's shell on the host
 * @param head goes before the command's own input
 */
record CommandText(String line, String head) {

  // Reads lines until an empty one; each is "export NAME=quoted", newlines in it stand as $n. read
  // takes no more than the line, so that the command gets the rest of the input.
  private static final String WITH_ENVIRONMENT =
      "n='\n'; while IFS= read -r l && [ -n \"$l\" ]; do eval \"$l\"; done; unset n l; exec \"$@\"";

  /** By it a command and what it started are found. */
  static final String VARIABLE_NAME = "MUSTER_EXEC";

  private static final String VARIABLE = VARIABLE_NAME + "=";
  private static final String KILL =
      """
      find() { grep -lsF "$1" /proc/[0-9]*/environ | sed 's,/proc/\\([0-9]*\\)/.*,\\1,'; }
      pids=$(find "$1") && [ -n "$pids" ] || exit 0
      kill -TERM $pids 2>/dev/null
      for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        sleep 0.1
        pids=$(find "$1") && [ -n "$pids" ] || exit 0
      done
      kill -KILL $pids 2>/dev/null
      """;

  /** Ends a command with its children: TERM, after two seconds KILL. */
  static RemoteCommand kill(String token) {
    return RemoteCommand.script(KILL, VARIABLE + token);
  }

  /**
   * @param token letters and digits, its own
   */
  static CommandText of(RemoteCommand command, String token) {
    List<String> argv = new ArrayList<>(List.of("env", VARIABLE + token));
    if (command.environment().isEmpty()) {
      if (command.argv().get(0).contains("=")) {
        // For env this would be one variable more.
        argv.addAll(List.of("sh", "-c", "exec \"$@\"", "sh"));
      }
      argv.addAll(command.argv());
      return new CommandText(ShellWords.quote(argv), "");
    }
    argv.addAll(List.of("sh", "-c", WITH_ENVIRONMENT, "sh"));
    argv.addAll(command.argv());
    StringBuilder head = new StringBuilder();
    new TreeMap<>(command.environment())
        .forEach(
            (name, value) ->
                head.append("export ").append(name).append('=').append(quote(value)).append('\n'));
    head.append('\n');
    return new CommandText(ShellWords.quote(argv), head.toString());
  }

  private static String quote(String value) {
    List<String> lines = new ArrayList<>();
    for (String line : value.split("\n", -1)) {
      lines.add(line.isEmpty() ? "" : ShellWords.quote(line));
    }
    return String.join("\"$n\"", lines);
  }
}
