package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.config.hosts.HostExpressions;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterAdoption;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.ClusterPlan;
import dev.muster.core.cluster.OperationResult;
import dev.muster.model.ClusterAuth;
import dev.muster.model.ClusterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster adopt CLUSTER HOSTS…}. */
@Command(name = "adopt")
public final class ClusterAdoptCommand extends NamedClusterCommand {

  @Parameters(index = "1..*", paramLabel = "HOSTS", description = "All its hosts, the head first.")
  List<String> hosts = new ArrayList<>();

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "ssh, or local for a cluster of this machine alone (default: ssh).")
  String provider = "ssh";

  @Mixin AuthOptions auth = new AuthOptions();
  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterAdoptCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) {
    boolean local = provider.equals(ClusterPlan.LOCAL);
    if (!local && !provider.equals("ssh")) {
      throw usage("--provider takes ssh or local, not " + provider);
    }
    if (local != hosts.isEmpty()) {
      throw usage(local ? "a cluster of this machine takes no hosts" : "name its hosts");
    }
    ClusterSpec spec =
        new ClusterSpec(
            ClusterCatalog.name(name()),
            provider,
            local ? List.of() : HostExpressions.parse("HOSTS", hosts, context().folder()),
            null,
            auth.over(ClusterAuth.DEFAULT, context().folder()),
            List.of(),
            ClusterSpec.Setup.NONE,
            List.of(),
            Map.of(),
            Map.of());
    OperationResult result;
    try (ClusterProgress progress = new ClusterProgress(console())) {
      result = new ClusterAdoption(services, progress).adopt(spec, reach.reach());
    }
    return finish(
        result,
        "cluster " + spec.name() + " is adopted: " + result.nodes().size() + " hosts",
        "nothing was adopted");
  }
}
