package dev.muster.core.cluster;

import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterState;
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
import dev.muster.spi.service.ServiceStatus;
import dev.muster.spi.service.ServiceStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts services on clusters and takes them off, in recorded steps. */
public final class ClusterDeployment {

  private final Services services;
  private final ClusterListener listener;
  private final Ledger ledger;

  public ClusterDeployment(Services services, ClusterListener listener) {
    this.services = services;
    this.listener = listener;
    ledger = services.ledger().get();
  }

  /**
   * Deploys a service, or goes on with a deployment that was broken off.
   *
   * @param name for instance {@code spark}
   * @throws MusterException NOT_FOUND for a service that Muster does not know, CONFLICT when the
   *     cluster is not READY
   */
  public OperationResult deploy(Cluster cluster, String name, ServiceOptions options, Reach reach)
      throws InterruptedException {
    ServiceDeployer deployer = deployer(name);
    requireReady(cluster);
    List<Node> nodes = working(cluster);
    String settings = settings(options);
    try (HeldLease lease = ClusterLease.of(services, cluster);
        ClusterFleet fleet = fleet(cluster, reach)) {
      ServiceDeployment deployment = deployer.open(site(cluster, nodes, fleet), options);
      listener.stage("preflight", nodes.size(), 0);
      List<ServiceProblem> wrong = deployment.preflight();
      if (!wrong.isEmpty()) {
        return new OperationResult(cluster, nodes, problems("preflight", wrong), false);
      }
      StepJournal journal = new StepJournal(ledger, cluster, "deploy " + name, lease);
      begin(cluster, name, deployment.version(), settings, journal, lease);
      StageRunner runner = new StageRunner(ledger, journal, listener, false);
      boolean ended = runner.run(stages(deployment.steps()), nodes);
      if (ended) {
        put(
            cluster,
            name,
            deployment.version(),
            settings,
            ServiceState.RUNNING,
            deployment.endpoints(),
            lease);
        journal.forget();
      }
      return new OperationResult(cluster, nodes, runner.problems(), ended);
    }
  }

  /** Takes a service off, or goes on doing so. */
  public OperationResult undeploy(Cluster cluster, String name, Reach reach)
      throws InterruptedException {
    ServiceRecord there = require(cluster, name);
    List<Node> nodes = working(cluster);
    try (HeldLease lease = ClusterLease.of(services, cluster);
        ClusterFleet fleet = fleet(cluster, reach)) {
      List<HostProblem> problems = takeOff(cluster, there, nodes, fleet, lease);
      return new OperationResult(cluster, nodes, problems, problems.isEmpty());
    }
  }

  /** Takes a service off some or all nodes of a cluster whose lease is held. */
  List<HostProblem> takeOff(
      Cluster cluster, ServiceRecord service, List<Node> nodes, ClusterFleet fleet, HeldLease lease)
      throws InterruptedException {
    List<Node> all = working(cluster);
    if (all.isEmpty()) {
      return List.of();
    }
    ServiceDeployment deployment =
        deployer(service.name())
            .open(site(cluster, all, fleet), ServiceOptions.defaults(Cancellation.NONE));
    Set<Integer> leaving = nodes.stream().map(Node::number).collect(Collectors.toSet());
    boolean whole = all.stream().allMatch(node -> leaving.contains(node.number()));
    String operation = "undeploy " + service.name();
    StepJournal journal = new StepJournal(ledger, cluster, operation, lease);
    if (whole) {
      put(
          cluster,
          service.name(),
          service.version(),
          service.settings(),
          ServiceState.REMOVING,
          service.endpoints(),
          lease);
    }
    StageRunner runner = new StageRunner(ledger, journal, listener, true);
    runner.run(stages(deployment.removal()), nodes);
    if (runner.problems().isEmpty()) {
      journal.forget();
      if (whole) {
        ledger.write(
            tx -> {
              tx.clusters().removeService(cluster.id(), service.name(), lease.get());
              tx.clusters().forgetSteps(cluster.id(), "deploy " + service.name(), lease.get());
              return true;
            });
      }
    }
    return runner.problems();
  }

  /** Asks the nodes how a service is. */
  public ServiceStatus status(Cluster cluster, String name, Reach reach)
      throws InterruptedException {
    require(cluster, name);
    try (ClusterFleet fleet = fleet(cluster, reach)) {
      return deployer(name)
          .open(site(cluster, working(cluster), fleet), ServiceOptions.defaults(Cancellation.NONE))
          .status();
    }
  }

  private static void requireReady(Cluster cluster) {
    if (cluster.state() != ClusterState.READY) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "cluster " + cluster.name() + " is " + cluster.state(),
          "muster cluster info " + cluster.name());
    }
  }

  private ServiceDeployer deployer(String name) {
    List<ServiceDeployer> known = services.deployers().get();
    return known.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.NOT_FOUND,
                    "there is no service " + name,
                    "one of "
                        + String.join(
                            ", ", known.stream().map(ServiceDeployer::name).sorted().toList())));
  }

  private ServiceRecord require(Cluster cluster, String name) {
    Optional<ServiceRecord> there =
        ledger.read(tx -> tx.clusters().services(cluster.id())).stream()
            .filter(each -> each.name().equals(name))
            .findFirst();
    return there.orElseThrow(
        () ->
            new MusterException(
                ErrorKind.NOT_FOUND,
                name + " is not deployed on cluster " + cluster.name(),
                "muster cluster deploy " + cluster.name() + " " + name));
  }

  /** A deployment with other settings starts anew; one with the same goes on. */
  private void begin(
      Cluster cluster,
      String name,
      String version,
      String settings,
      StepJournal journal,
      HeldLease lease) {
    boolean same =
        ledger.read(tx -> tx.clusters().services(cluster.id())).stream()
            .anyMatch(
                each ->
                    each.name().equals(name)
                        && each.state() == ServiceState.DEPLOYING
                        && each.settings().equals(settings)
                        && each.version().equals(version));
    if (!same) {
      journal.forget();
    }
    put(cluster, name, version, settings, ServiceState.DEPLOYING, Map.of(), lease);
  }

  private void put(
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

  private static String settings(ServiceOptions options) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("values", new TreeMap<>(options.values()));
    all.put("conf", options.conf());
    return Json.write(all);
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

  private static List<Stage> stages(List<ServiceStep> steps) {
    return steps.stream()
        .map(
            step ->
                new Stage(
                    step.name(),
                    node -> step.nodes().stream().anyMatch(each -> each.number() == node.number()),
                    nodes -> problems(step.name(), step.work().on(nodes))))
        .toList();
  }

  private static List<HostProblem> problems(String step, List<ServiceProblem> problems) {
    return problems.stream()
        .map(problem -> new HostProblem(problem.node(), step, problem.what(), problem.fix()))
        .toList();
  }

  private List<Node> working(Cluster cluster) {
    return ledger.read(tx -> tx.clusters().nodes(cluster.id())).stream()
        .filter(node -> node.state() == NodeState.READY || node.state() == NodeState.DRAINING)
        .filter(node -> node.role() != NodeRole.BASTION)
        .toList();
  }

  private ClusterFleet fleet(Cluster cluster, Reach reach) {
    return ClusterFleet.open(
        services.fleets().get(), ClusterCatalog.spec(cluster).auth(), reach, listener);
  }
}
