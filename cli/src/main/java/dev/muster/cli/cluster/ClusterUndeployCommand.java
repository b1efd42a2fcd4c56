package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterDeployment;
import dev.muster.core.cluster.OperationResult;
import dev.muster.model.Cluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster undeploy CLUSTER SERVICE}. */
@Command(name = "undeploy")
public final class ClusterUndeployCommand extends NamedClusterCommand {

  @Parameters(index = "1", paramLabel = "SERVICE", description = "What to take off.")
  String service = "";

  @Option(
      names = "--keep-data",
      description =
          "Leave its data on the hosts, where the next deployment of it on this cluster takes it up;"
              + " hadoop has such data. muster cluster kill removes it.")
  boolean keepData;

  @Option(names = "--dry-run", description = "Print what would be taken off.")
  boolean dryRun;

  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterUndeployCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    Cluster cluster = cluster(services);
    if (dryRun) {
      console()
          .print(
              "would stop "
                  + service
                  + " on cluster "
                  + cluster.name()
                  + " and remove it"
                  + (keepData ? ", but not its data" : ""));
      return ExitCode.DONE;
    }
    OperationResult result;
    try (ClusterProgress progress = new ClusterProgress(console())) {
      result =
          new ClusterDeployment(services, progress)
              .undeploy(cluster, service, keepData, reach.reach());
    }
    return finish(
        result,
        service
            + " is off cluster "
            + cluster.name()
            + (keepData
                ? "; its data is left on its hosts"
                : "; nothing of it is left on its hosts"),
        service + " is still on some hosts: run the same command again");
  }
}
