package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.ClusterDeployment;
import dev.muster.core.cluster.OperationResult;
import dev.muster.model.Cluster;
import dev.muster.model.ServiceRecord;
import dev.muster.spi.service.ServiceOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster deploy CLUSTER SERVICE}. */
@Command(name = "deploy")
public final class ClusterDeployCommand extends NamedClusterCommand {

  @Parameters(
      index = "1",
      paramLabel = "SERVICE",
      description = "What to deploy, for instance spark.")
  String service = "";

  @Option(
      names = {"--service-version", "--spark-version"},
      paramLabel = "VERSION",
      description = "Which version (default: the newest that Muster knows).")
  @Nullable String version;

  @Option(
      names = {"-o", "--option"},
      paramLabel = "NAME=VALUE",
      arity = "1",
      description = "An option of the service; can be repeated.")
  List<String> options = new ArrayList<>();

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      arity = "1",
      description = "A line for the service's own configuration; can be repeated.")
  List<String> conf = new ArrayList<>();

  @Option(names = "--offline", description = "Fetch nothing over the network.")
  boolean offline;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long it may take to be ready once started (default: ${DEFAULT-VALUE}).")
  String timeout = "3m";

  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterDeployCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    Cluster cluster = cluster(services);
    Thread worker = Thread.currentThread();
    ServiceOptions wanted =
        new ServiceOptions(
            values(),
            conf,
            offline,
            ReachOptions.time("--timeout", timeout),
            worker::isInterrupted);
    OperationResult result;
    try (ClusterProgress progress = new ClusterProgress(console())) {
      result =
          new ClusterDeployment(services, progress).deploy(cluster, service, wanted, reach.reach());
    }
    String endpoints =
        new ClusterCatalog(services)
            .services(cluster).stream()
                .filter(each -> each.name().equals(service))
                .map(ServiceRecord::endpoints)
                .flatMap(each -> each.entrySet().stream())
                .map(entry -> "\n  " + entry.getKey() + "  " + entry.getValue())
                .sorted()
                .collect(Collectors.joining());
    return finish(
        result,
        service + " is ready on cluster " + cluster.name() + endpoints,
        service
            + " is not ready on cluster "
            + cluster.name()
            + ": mend that and run the same command again, which goes on where it stopped");
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals <= 0) {
        throw usage("--option takes NAME=VALUE, not \"" + option + "\"");
      }
      values.put(option.substring(0, equals), option.substring(equals + 1));
    }
    if (version != null) {
      values.put("version", version);
    }
    return values;
  }
}
