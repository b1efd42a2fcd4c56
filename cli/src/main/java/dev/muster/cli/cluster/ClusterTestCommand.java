package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.ClusterDeployment;
import dev.muster.core.cluster.OperationResult;
import dev.muster.model.Cluster;
import dev.muster.model.ServiceRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster test CLUSTER [SERVICE]}. */
@Command(name = "test")
public final class ClusterTestCommand extends NamedClusterCommand {

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "Which service (default: all that are deployed).")
  @Nullable String service;

  @Option(names = "--dry-run", description = "Print what would be tried.")
  boolean dryRun;

  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterTestCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    Cluster cluster = cluster(services);
    String named = service;
    List<String> names =
        named != null
            ? List.of(named)
            : new ClusterCatalog(services)
                .services(cluster).stream().map(ServiceRecord::name).toList();
    if (names.isEmpty()) {
      throw usage(
          "cluster " + cluster.name() + " has no service: muster cluster deploy " + cluster.name());
    }
    for (String name : names) {
      if (dryRun) {
        console().print("would have " + name + " on cluster " + cluster.name() + " count words");
        continue;
      }
      OperationResult result;
      try (ClusterProgress progress = new ClusterProgress(console())) {
        result = new ClusterDeployment(services, progress).prove(cluster, name, reach.reach());
      }
      ExitCode code =
          finish(
              result,
              name + " on cluster " + cluster.name() + " works",
              name + " on cluster " + cluster.name() + " does not do a small job as it must");
      if (code != ExitCode.DONE) {
        return code;
      }
    }
    return ExitCode.DONE;
  }
}
