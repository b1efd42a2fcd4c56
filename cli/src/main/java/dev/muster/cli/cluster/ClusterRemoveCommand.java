package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.config.hosts.HostExpressions;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterRemoval;
import dev.muster.core.cluster.OperationResult;
import dev.muster.model.Cluster;
import dev.muster.model.HostAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster remove CLUSTER HOSTS…}. */
@Command(name = "remove")
public final class ClusterRemoveCommand extends NamedClusterCommand {

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "HOSTS",
      description = "Hosts of the cluster, for instance host[11-12].")
  List<String> hosts = new ArrayList<>();

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      description =
          "How long tasks that run there may go on; 0 for not at all (default: ${DEFAULT-VALUE}).")
  String drain = "30s";

  @Option(
      names = "--forget",
      description = "Forget hosts that cannot be reached; what is on them stays there.")
  boolean forget;

  @Option(names = "--dry-run", description = "Print what would be removed.")
  boolean dryRun;

  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterRemoveCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    Cluster cluster = cluster(services);
    List<HostAddress> leaving = HostExpressions.parse("HOSTS", hosts, context().folder());
    Duration patience = drain.equals("0") ? Duration.ZERO : ReachOptions.time("--drain", drain);
    if (dryRun) {
      leaving.forEach(host -> console().print("would take " + host + " out of " + cluster.name()));
      return ExitCode.DONE;
    }
    OperationResult result;
    try (ClusterProgress progress = new ClusterProgress(console())) {
      result =
          new ClusterRemoval(services, progress)
              .remove(cluster, leaving, patience, forget, reach.reach(forget));
    }
    return finish(
        result,
        "cluster " + cluster.name() + " has " + result.nodes().size() + " hosts",
        "some hosts are still in it: run the same command again, or with --forget");
  }
}
