package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.core.Services;
import dev.muster.core.cluster.OperationResult;
import dev.muster.core.job.ClusterEnd;
import dev.muster.model.Cluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster cluster stop CLUSTER}. */
@Command(name = "stop")
public final class ClusterStopCommand extends NamedClusterCommand {

  @Option(
      names = "--force",
      description = "End jobs and map runs that are at work there; logs of jobs are brought home.")
  boolean force;

  @Option(names = "--dry-run", description = "Print what would be stopped.")
  boolean dryRun;

  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterStopCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    Cluster cluster = cluster(services);
    if (dryRun) {
      console().print("would stop the services of cluster " + cluster.name());
      return ExitCode.DONE;
    }
    OperationResult result;
    try (ClusterProgress progress = new ClusterProgress(console())) {
      result = new ClusterEnd(services, progress).stop(cluster, force, reach.reach());
    }
    return finish(
        result,
        "cluster " + cluster.name() + " is stopped; muster cluster start " + cluster.name(),
        "cluster "
            + cluster.name()
            + " is not stopped on all hosts: run the same command again, which goes on where it"
            + " stopped");
  }
}
