package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.config.hosts.HostExpressions;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCreation;
import dev.muster.core.cluster.ClusterOptions;
import dev.muster.core.cluster.ClusterPlan;
import dev.muster.core.cluster.OperationResult;
import dev.muster.model.Cluster;
import dev.muster.model.HostAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster add CLUSTER HOSTS…}. */
@Command(name = "add")
public final class ClusterAddCommand extends NamedClusterCommand {

  @Parameters(
      index = "1..*",
      paramLabel = "HOSTS",
      description = "Hosts, for instance host[11-12]; none with --provider local.")
  List<String> hosts = new ArrayList<>();

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "ssh, or local for this machine (default: ${DEFAULT-VALUE}).")
  String provider = "ssh";

  @Option(
      names = "--allow-partial",
      description = "Let the other hosts go on when some cannot be prepared.")
  boolean allowPartial;

  @Option(
      names = "--setup-timeout",
      paramLabel = "TIME",
      description = "Of the setup commands on a host (default: ${DEFAULT-VALUE}).")
  String setupTimeout = "1h";

  @Option(names = "--dry-run", description = "Print what would be added.")
  boolean dryRun;

  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterAddCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    Cluster cluster = cluster(services);
    List<HostAddress> more = hosts();
    if (dryRun) {
      more.forEach(host -> console().print("would add " + host + " to " + cluster.name()));
      return ExitCode.DONE;
    }
    ClusterOptions options =
        new ClusterOptions(
            reach.reach(), allowPartial, ReachOptions.time("--setup-timeout", setupTimeout));
    OperationResult result;
    try (ClusterProgress progress = new ClusterProgress(console())) {
      result = new ClusterCreation(services, progress).add(cluster, more, provider, options);
    }
    return finish(
        result,
        "cluster " + cluster.name() + " has " + result.nodes().size() + " hosts",
        "some hosts are not ready: mend that and run the same command again, or leave them out"
            + " with --allow-partial");
  }

  private List<HostAddress> hosts() {
    boolean local = provider.equals(ClusterPlan.LOCAL);
    if (!local && !provider.equals("ssh")) {
      throw usage("--provider takes ssh or local, not " + provider);
    }
    if (local != hosts.isEmpty()) {
      throw usage(
          local
              ? "--provider local is this machine and takes no hosts"
              : "name the hosts, or say --provider local for this machine");
    }
    return local
        ? List.of(ClusterPlan.HERE)
        : HostExpressions.parse("HOSTS", hosts, context().folder());
  }
}
