package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code muster cluster}. */
@Command(name = "cluster", synopsisSubcommandLabel = "COMMAND")
public final class ClusterGroup extends CommandGroup {
  public ClusterGroup(CliContext context) {
    super(context);
  }
}
