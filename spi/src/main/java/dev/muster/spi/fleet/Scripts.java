package dev.muster.spi.fleet;

import java.util.ArrayList;
import java.util.List;

/** How a script is read whole before its first line runs. */
final class Scripts {

  // The dot keeps newlines at the end of the script, which $() would cut.
  private static final String READ_ALL = "s=$(cat; echo .) && eval \"unset s\n${s%.}\" </dev/null";

  private Scripts() {}

  static List<String> reading(List<String> arguments) {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", READ_ALL, "sh"));
    argv.addAll(arguments);
    return argv;
  }
}
