package dev.muster.cli;

import picocli.CommandLine.Command;

/** {@code muster packages}. */
@Command(name = "packages", synopsisSubcommandLabel = "COMMAND")
final class PackagesCommand extends CommandGroup {
  PackagesCommand(CliContext context) {
    super(context);
  }
}
