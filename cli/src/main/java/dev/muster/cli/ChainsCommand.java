package dev.muster.cli;

import picocli.CommandLine.Command;

/** {@code muster chain}. */
@Command(name = "chain", synopsisSubcommandLabel = "COMMAND")
final class ChainsCommand extends CommandGroup {
  ChainsCommand(CliContext context) {
    super(context);
  }
}
