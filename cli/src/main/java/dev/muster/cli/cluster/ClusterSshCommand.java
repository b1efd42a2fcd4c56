package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.config.hosts.HostExpressions;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterHosts;
import dev.muster.core.cluster.NodeSelection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster ssh CLUSTER [-- COMMAND…]}. */
@Command(name = "ssh")
public final class ClusterSshCommand extends NamedClusterCommand {

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description = "Instead of a login shell; behind -- when it has options.")
  List<String> argv = new ArrayList<>();

  @Option(names = "--on", paramLabel = "HOST", description = "Which host (default: the head).")
  @Nullable String host;

  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterSshCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) {
    throw new IllegalStateException("has codes of its own");
  }

  @Override
  int code(Services services) throws InterruptedException {
    String named = host;
    NodeSelection selection =
        named == null
            ? new NodeSelection(NodeSelection.Role.HEAD, List.of())
            : new NodeSelection(
                NodeSelection.Role.ALL,
                HostExpressions.parse("--on", List.of(named), context().folder()));
    try (ClusterProgress progress = new ClusterProgress(console());
        ClusterHosts hosts =
            ClusterHosts.open(services, cluster(services), selection, reach.reach(), progress)) {
      if (hosts.nodes().size() > 1) {
        throw usage("--on takes one host");
      }
      return hosts.fleet().shell(hosts.addresses().get(0), argv);
    }
  }
}
