package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.ExitCode;
import dev.muster.config.cluster.KnownServices;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.ClusterDeployment;
import dev.muster.core.cluster.ClusterListener;
import dev.muster.model.Cluster;
import dev.muster.spi.service.ServiceOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster deploy CLUSTER [SERVICE]}. */
@Command(name = "deploy")
public final class ClusterDeployCommand extends NamedClusterCommand {

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "What to deploy, for instance spark (default: services of the cluster's file).")
  @Nullable String service;

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
    String named = service;
    List<String> names = named == null ? ClusterCatalog.spec(cluster).services() : List.of(named);
    if (names.isEmpty()) {
      throw usage(
          "name the service; the file of cluster "
              + cluster.name()
              + " lists none, for instance: muster cluster deploy "
              + cluster.name()
              + " spark");
    }
    if (names.size() > 1 && !(options.isEmpty() && conf.isEmpty() && version == null)) {
      throw usage("options are for one service: name it");
    }
    KnownServices.requireAvailable(names);
    Thread worker = Thread.currentThread();
    ServiceOptions wanted =
        new ServiceOptions(
            values(services, names.get(0)),
            conf,
            offline,
            ReachOptions.time("--timeout", timeout),
            worker::isInterrupted);
    for (String each : names) {
      ExitCode code = deploy(services, cluster, each, wanted, reach.reach());
      if (code != ExitCode.DONE) {
        return code;
      }
    }
    return ExitCode.DONE;
  }

  private Map<String, String> values(Services services, String named) {
    Set<String> paths = new ClusterDeployment(services, ClusterListener.NONE).localPaths(named);
    Map<String, String> values = new LinkedHashMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals <= 0) {
        throw usage("--option takes NAME=VALUE, not \"" + option + "\"");
      }
      String name = option.substring(0, equals);
      String value = option.substring(equals + 1);
      values.put(
          name,
          paths.contains(name)
              ? context().folder().resolve(value).toAbsolutePath().normalize().toString()
              : value);
    }
    if (version != null) {
      values.put("version", version);
    }
    return values;
  }
}
