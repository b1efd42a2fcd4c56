package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.OperationResult;
import dev.muster.core.job.ClusterEnd;
import dev.muster.model.Cluster;
import dev.muster.model.Node;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster cluster kill CLUSTER}. */
@Command(name = "kill")
public final class ClusterKillCommand extends NamedClusterCommand {

  @Option(
      names = "--forget",
      description =
          "Give up hosts that cannot be reached, with what is on them, and logs that cannot be kept.")
  boolean forget;

  @Option(names = "--dry-run", description = "Print what would be removed.")
  boolean dryRun;

  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterKillCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    Cluster cluster = cluster(services);
    List<Node> nodes = new ClusterCatalog(services).nodes(cluster);
    if (dryRun) {
      for (Node node : nodes) {
        console()
            .print("would remove ~/.muster/clusters/" + cluster.name() + " on " + node.address());
      }
      return ExitCode.DONE;
    }
    if (!yes()) {
      throw new MusterException(
          ErrorKind.USAGE,
          "killing cluster " + cluster.name() + " ends what runs on its " + nodes.size() + " hosts",
          "say it with --yes, or look first with --dry-run");
    }
    OperationResult result;
    try (ClusterProgress progress = new ClusterProgress(console())) {
      result = new ClusterEnd(services, progress).kill(cluster, forget, reach.reach(forget));
    }
    return finish(
        result,
        "cluster "
            + cluster.name()
            + " is gone; nothing of it is left on "
            + (result.problems().isEmpty() ? "its hosts" : "the hosts that are not named above"),
        "cluster "
            + cluster.name()
            + " is not gone yet: run the same command again, or with --forget");
  }
}
