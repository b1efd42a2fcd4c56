package dev.muster.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The reference page of all commands. */
final class CliReference {

  private static final int WIDTH = 90;

  private CliReference() {}

  static String markdown(CommandLine root) {
    root.setUsageHelpWidth(WIDTH);
    root.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    StringBuilder page =
        new StringBuilder("# Command line\n\nMade by `muster reference cli`; do not edit.\n");
    add(page, root);
    return page.toString();
  }

  private static String usage(CommandLine command) {
    return command.getParent() == null
        ? RootHelp.text().stripTrailing()
        : command.getUsageMessage(Ansi.OFF).stripTrailing().replaceAll("[ ]+\n", "\n");
  }

  private static void add(StringBuilder page, CommandLine command) {
    if (command.getCommandSpec().usageMessage().hidden()) {
      return;
    }
    page.append("\n## ")
        .append(command.getCommandSpec().qualifiedName())
        .append("\n\n```text\n")
        .append(usage(command))
        .append("\n```\n");
    command.getSubcommands().values().forEach(child -> add(page, child));
  }
}
