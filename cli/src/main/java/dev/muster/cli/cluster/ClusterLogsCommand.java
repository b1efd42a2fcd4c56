package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.config.hosts.HostExpressions;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterLogs;
import dev.muster.core.cluster.NodeSelection;
import dev.muster.model.Cluster;
import dev.muster.spi.fleet.HostResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster logs CLUSTER [SERVICE]}. */
@Command(name = "logs")
public final class ClusterLogsCommand extends NamedClusterCommand {

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "Of which service (default: all that are deployed).")
  @Nullable String service;

  @Option(
      names = {"--host", "--on"},
      paramLabel = "HOSTS",
      description = "Of these hosts of the cluster only, for instance host[2-3].")
  List<String> hosts = new ArrayList<>();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is added, until Ctrl-C.")
  boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      description = "So many lines of the end of each log (default: ${DEFAULT-VALUE}).")
  int lines = 100;

  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterLogsCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    if (lines < 0 || lines > ClusterLogs.MOST_LINES) {
      throw usage("--lines takes 0 to " + ClusterLogs.MOST_LINES + ", not " + lines);
    }
    Cluster cluster = cluster(services);
    NodeSelection selection =
        new NodeSelection(
            NodeSelection.Role.ALL,
            hosts.isEmpty()
                ? List.of()
                : HostExpressions.parse("--host", hosts, context().folder()));
    List<HostResult> results;
    try (ClusterProgress progress = new ClusterProgress(console());
        ClusterLogs logs =
            ClusterLogs.open(services, cluster, service, selection, reach.reach(), progress)) {
      LogView view = new LogView(console(), logs.nodes());
      results = logs.print(lines, follow, view::listener);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      view.failures(results);
    }
    return results.stream().allMatch(HostResult::succeeded) ? ExitCode.DONE : ExitCode.FAILED;
  }
}
