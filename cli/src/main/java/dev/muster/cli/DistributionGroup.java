package dev.muster.cli;

import picocli.CommandLine.Command;

/** {@code muster distribution}. */
@Command(name = "distribution", synopsisSubcommandLabel = "COMMAND")
final class DistributionGroup extends CommandGroup {
  DistributionGroup(CliContext context) {
    super(context);
  }
}
