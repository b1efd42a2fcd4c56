package dev.muster.core.cluster;

import dev.muster.config.cluster.KnownServices;
import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import dev.muster.model.ServiceRecord;
import dev.muster.model.ServiceState;
import dev.muster.protocol.Json;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.service.ServiceDeployer;
import dev.muster.spi.service.ServiceDeployment;
import dev.muster.spi.service.ServiceListener;
import dev.muster.spi.service.ServiceOptions;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceSite;
import dev.muster.spi.service.ServiceStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The services of clusters as the ledger and their deployers know them. */
final class ClusterServices {

  private final Services services;
  private final ClusterListener listener;
  private final Ledger ledger;

  ClusterServices(Services services, ClusterListener listener) {
    this.services = services;
    this.listener = listener;
    ledger = services.ledger().get();
  }

  /**
   * The deployer of a service.
   *
   * @throws MusterException NOT_FOUND for one that is not known, UNAVAILABLE for one that comes
   *     later
   */
  ServiceDeployer deployer(String name) {
    return services.deployers().get().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> KnownServices.refusal(name));
  }

  /** A service on nodes of a cluster, as it was deployed. */
  ServiceDeployment open(
      Cluster cluster, ServiceRecord service, List<Node> nodes, ClusterFleet fleet) {
    return open(cluster, service.name(), nodes, fleet, options(service));
  }

  /** A service on nodes of a cluster. */
  ServiceDeployment open(
      Cluster cluster, String name, List<Node> nodes, ClusterFleet fleet, ServiceOptions options) {
    return deployer(name).open(site(cluster, nodes, fleet), options);
  }

  /** What is deployed. */
  List<ServiceRecord> of(Cluster cluster) {
    return ledger.read(tx -> tx.clusters().services(cluster.id()));
  }

  /**
   * A service that is deployed, whatever its state.
   *
   * @throws MusterException NOT_FOUND when it is not
   */
  ServiceRecord require(Cluster cluster, String name) {
    return of(cluster).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.NOT_FOUND,
                    name + " is not deployed on cluster " + cluster.name(),
                    "muster cluster deploy " + cluster.name() + " " + name));
  }

  /** Writes a service. */
  void put(
      Cluster cluster,
      String name,
      String version,
      String settings,
      ServiceState state,
      Map<String, String> endpoints,
      HeldLease lease) {
    ledger.write(
        tx -> {
          tx.clusters()
              .putService(
                  new ServiceRecord(
                      cluster.id(), name, version, settings, state, endpoints, tx.now()),
                  lease.get());
          return true;
        });
  }

  /** Writes the state of a service. */
  void put(Cluster cluster, ServiceRecord service, ServiceState state, HeldLease lease) {
    put(
        cluster,
        service.name(),
        service.version(),
        service.settings(),
        state,
        service.endpoints(),
        lease);
  }

  /** Nodes that services are on. */
  List<Node> working(Cluster cluster) {
    return ledger.read(tx -> tx.clusters().nodes(cluster.id())).stream()
        .filter(node -> node.state() == NodeState.READY || node.state() == NodeState.DRAINING)
        .filter(node -> node.role() != NodeRole.BASTION)
        .toList();
  }

  /** Options as the ledger keeps them. */
  static String settings(ServiceOptions options) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("values", new TreeMap<>(options.values()));
    all.put("conf", options.conf());
    return Json.write(all);
  }

  /** The options that a service was deployed with. */
  static ServiceOptions options(ServiceRecord service) {
    Map<String, ?> all = Json.parseObject(service.settings());
    Map<String, String> values = new LinkedHashMap<>();
    if (all.get("values") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
    }
    List<String> conf =
        all.get("conf") instanceof List<?> lines
            ? lines.stream().map(String::valueOf).toList()
            : List.of();
    return new ServiceOptions(values, conf, false, ServiceOptions.PATIENCE, Cancellation.NONE);
  }

  private ServiceSite site(Cluster cluster, List<Node> nodes, ClusterFleet fleet) {
    ServiceListener says =
        new ServiceListener() {
          @Override
          public void message(String line) {
            listener.note(line);
          }

          @Override
          public void shipped(Node node, long bytes, long total) {
            listener.progress(node, bytes, total);
          }
        };
    return new ServiceSite(
        cluster,
        nodes,
        fleet.fleet(),
        services.distributions().get(),
        ClusterCatalog.spec(cluster).environment(),
        services.clock(),
        says);
  }

  /** Steps of a service as stages of an operation. */
  static List<Stage> stages(List<ServiceStep> steps) {
    return steps.stream()
        .map(
            step -> {
              Set<Integer> numbers =
                  step.nodes().stream().map(Node::number).collect(Collectors.toSet());
              return new Stage(
                  step.name(),
                  node -> numbers.contains(node.number()),
                  nodes -> problems(step.name(), step.work().on(nodes)));
            })
        .toList();
  }

  /** What went wrong in a step. */
  static List<HostProblem> problems(String step, List<ServiceProblem> problems) {
    return problems.stream()
        .map(problem -> new HostProblem(problem.node(), step, problem.what(), problem.fix()))
        .toList();
  }
}
