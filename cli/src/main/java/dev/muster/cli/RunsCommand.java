package dev.muster.cli;

import picocli.CommandLine.Command;

/** {@code muster runs}. */
@Command(name = "runs", synopsisSubcommandLabel = "COMMAND")
final class RunsCommand extends CommandGroup {
  RunsCommand(CliContext context) {
    super(context);
  }
}
