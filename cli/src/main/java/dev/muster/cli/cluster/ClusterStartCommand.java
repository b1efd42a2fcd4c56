package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterPower;
import dev.muster.core.cluster.OperationResult;
import dev.muster.model.Cluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code muster cluster start CLUSTER}. */
@Command(name = "start")
public final class ClusterStartCommand extends NamedClusterCommand {

  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterStartCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    Cluster cluster = cluster(services);
    OperationResult result;
    try (ClusterProgress progress = new ClusterProgress(console())) {
      result = new ClusterPower(services, progress).start(cluster, reach.reach());
    }
    return finish(
        result,
        "cluster " + cluster.name() + " is ready",
        "cluster "
            + cluster.name()
            + " is not started on all hosts: mend that and run the same command again, which goes on"
            + " where it stopped");
  }
}
