package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command about one cluster, whose name is its first word. */
abstract class NamedClusterCommand extends ClusterCommand {

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster's name.")
  @Nullable String name;

  NamedClusterCommand(CliContext context) {
    super(context);
  }

  @Override
  @Nullable String typedName() {
    return name;
  }
}
