package dev.muster.cli;

import java.util.List;

/**
 * The help of {@code muster} itself: commands and exit codes. Written without picocli, which would
 * cost most of the time that {@code muster --help} takes.
 */
final class RootHelp {

  private RootHelp() {}

  static String text() {
    StringBuilder text = new StringBuilder();
    text.append("Usage: muster COMMAND [OPTIONS]\n")
        .append("Takes data-processing work that runs on a laptop and runs it on any cluster.\n\n")
        .append("Commands:\n");
    int widest = 0;
    for (Catalog.Entry entry : shown(Catalog.ROOT)) {
      widest = Math.max(widest, entry.name().length());
      for (Catalog.Entry child : entry.children()) {
        widest = Math.max(widest, entry.name().length() + 1 + child.name().length());
      }
    }
    for (Catalog.Entry entry : shown(Catalog.ROOT)) {
      if (!entry.group()) {
        line(text, entry.name(), widest, entry.description());
      }
      for (Catalog.Entry child : entry.children()) {
        line(text, entry.name() + " " + child.name(), widest, child.description());
      }
    }
    text.append("\nEvery command has --help, --json, --quiet, --verbose, --stacktrace and")
        .append(" --no-color.\nmuster --version prints the version.\n\nExit codes:\n");
    for (ExitCode code : ExitCode.values()) {
      String number = Integer.toString(code.code());
      line(text, " ".repeat(3 - number.length()) + number, 3, code.meaning());
    }
    return text.toString();
  }

  private static List<Catalog.Entry> shown(List<Catalog.Entry> entries) {
    return entries.stream().filter(entry -> !entry.hidden()).toList();
  }

  private static void line(StringBuilder text, String name, int width, String description) {
    text.append("  ").append(name).append(" ".repeat(width - name.length() + 2));
    text.append(description).append('\n');
  }
}
