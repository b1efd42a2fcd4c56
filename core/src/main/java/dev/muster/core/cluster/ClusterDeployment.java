package dev.muster.core.cluster;

import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.ServiceRecord;
import dev.muster.model.ServiceState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.service.ServiceDeployment;
import dev.muster.spi.service.ServiceOptions;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceStatus;
import dev.muster.spi.service.ServiceStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts services on clusters and takes them off, in recorded steps. */
public final class ClusterDeployment {

  private final Services services;
  private final ClusterListener listener;
  private final ClusterServices deployed;
  private final Ledger ledger;

  public ClusterDeployment(Services services, ClusterListener listener) {
    this.services = services;
    this.listener = listener;
    deployed = new ClusterServices(services, listener);
    ledger = services.ledger().get();
  }

  /**
   * Names of a service's options whose values are paths of this machine.
   *
   * @throws dev.muster.spi.MusterException NOT_FOUND for a service that Muster does not know
   */
  public Set<String> localPaths(String name) {
    return deployed.deployer(name).localPaths();
  }

  /**
   * Deploys a service, or goes on with a deployment that was broken off.
   *
   * @param name for instance {@code spark}
   * @throws dev.muster.spi.MusterException NOT_FOUND for a service that Muster does not know,
   *     UNAVAILABLE for one that comes later, CONFLICT when the cluster is not READY
   */
  public OperationResult deploy(Cluster cluster, String name, ServiceOptions options, Reach reach)
      throws InterruptedException {
    deployed.deployer(name);
    ClusterCatalog.requireReady(cluster);
    List<Node> nodes = deployed.working(cluster);
    String settings = ClusterServices.settings(options);
    try (HeldLease lease = ClusterLease.of(services, cluster);
        ClusterFleet fleet = fleet(cluster, reach)) {
      ServiceDeployment deployment = deployed.open(cluster, name, nodes, fleet, options);
      listener.stage("preflight", nodes.size(), 0);
      List<ServiceProblem> wrong = deployment.preflight();
      if (!wrong.isEmpty()) {
        return new OperationResult(
            cluster, nodes, ClusterServices.problems("preflight", wrong), false);
      }
      StepJournal journal = new StepJournal(ledger, cluster, "deploy " + name, lease);
      begin(cluster, name, deployment.version(), settings, journal, lease);
      StageRunner runner = new StageRunner(ledger, journal, listener, false);
      boolean ended = runner.run(ClusterServices.stages(deployment.steps()), nodes);
      if (ended) {
        deployed.put(
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

  /**
   * Brings a service that runs on a cluster, whose lease is held, to nodes that have just come;
   * goes on when it was broken off.
   *
   * @return what failed; other nodes have it
   */
  List<HostProblem> join(
      Cluster cluster, ServiceRecord service, List<Node> fresh, ClusterFleet fleet, HeldLease lease)
      throws InterruptedException {
    List<Node> all = new ArrayList<>(deployed.working(cluster));
    all.addAll(fresh);
    Set<Integer> joining = numbers(fresh);
    ServiceDeployment deployment = deployed.open(cluster, service, all, fleet);
    listener.stage(service.name() + " preflight", all.size(), 0);
    List<ServiceProblem> wrong =
        deployment.preflight().stream()
            .filter(
                problem ->
                    joining.contains(problem.node().number())
                        || problem.node().role() == NodeRole.HEAD)
            .toList();
    if (!wrong.isEmpty()) {
      return ClusterServices.problems(service.name() + " preflight", wrong);
    }
    StepJournal journal = new StepJournal(ledger, cluster, "join " + service.name(), lease);
    StageRunner runner = new StageRunner(ledger, journal, listener, false);
    if (runner.run(ClusterServices.stages(deployment.joining(fresh)), all)) {
      deployed.put(
          cluster,
          service.name(),
          service.version(),
          service.settings(),
          ServiceState.RUNNING,
          deployment.endpoints(),
          lease);
      journal.forget();
    }
    return runner.problems();
  }

  /**
   * Has a service do a small job whose result is known.
   *
   * @return incomplete when it did it wrongly
   * @throws MusterException NOT_FOUND when it is not deployed, UNAVAILABLE when it has no such job
   */
  public OperationResult prove(Cluster cluster, String name, Reach reach)
      throws InterruptedException {
    ClusterCatalog.requireReady(cluster);
    ServiceRecord there = deployed.require(cluster, name);
    List<Node> nodes = deployed.working(cluster);
    try (ClusterFleet fleet = fleet(cluster, reach)) {
      List<ServiceStep> steps = deployed.open(cluster, there, nodes, fleet).proving();
      if (steps.isEmpty()) {
        throw new MusterException(
            ErrorKind.UNAVAILABLE,
            name + " has no job that tries it",
            "muster cluster status " + cluster.name());
      }
      List<HostProblem> problems = new ArrayList<>();
      for (ServiceStep step : steps) {
        listener.stage(step.name(), step.nodes().size(), 0);
        problems.addAll(ClusterServices.problems(step.name(), step.work().on(step.nodes())));
        if (!problems.isEmpty()) {
          break;
        }
      }
      return new OperationResult(cluster, nodes, problems, problems.isEmpty());
    }
  }

  /**
   * Takes a service off, or goes on doing so.
   *
   * @param keepData whether its data stays on the hosts for a later deployment
   * @throws MusterException NOT_FOUND when it is not deployed, USAGE when it has no data to keep
   */
  public OperationResult undeploy(Cluster cluster, String name, boolean keepData, Reach reach)
      throws InterruptedException {
    ServiceRecord there = deployed.require(cluster, name);
    if (keepData && !deployed.deployer(name).keepsData()) {
      throw new MusterException(
          ErrorKind.USAGE, name + " has no data that could be kept", "leave --keep-data out");
    }
    List<Node> nodes = deployed.working(cluster);
    try (HeldLease lease = ClusterLease.of(services, cluster);
        ClusterFleet fleet = fleet(cluster, reach)) {
      List<HostProblem> problems = takeOff(cluster, there, nodes, keepData, fleet, lease);
      return new OperationResult(cluster, nodes, problems, problems.isEmpty());
    }
  }

  /** Takes a service off some or all nodes of a cluster whose lease is held. */
  List<HostProblem> takeOff(
      Cluster cluster,
      ServiceRecord service,
      List<Node> nodes,
      boolean keepData,
      ClusterFleet fleet,
      HeldLease lease)
      throws InterruptedException {
    // Also those that never became ready: what a broken step began there is to end.
    List<Node> all = new ArrayList<>(deployed.working(cluster));
    Set<Integer> working = numbers(all);
    nodes.stream()
        .filter(node -> node.role() != NodeRole.BASTION && !working.contains(node.number()))
        .forEach(all::add);
    if (all.isEmpty()) {
      return List.of();
    }
    ServiceDeployment deployment = deployed.open(cluster, service, all, fleet);
    Set<Integer> leaving = numbers(nodes);
    boolean whole = all.stream().allMatch(node -> leaving.contains(node.number()));
    // What was done for one that keeps data does not hold for one that does not.
    String operation = "undeploy " + service.name() + (keepData ? " but its data" : "");
    StepJournal journal = new StepJournal(ledger, cluster, operation, lease);
    if (whole) {
      deployed.put(cluster, service, ServiceState.REMOVING, lease);
    }
    StageRunner runner = new StageRunner(ledger, journal, listener, true);
    runner.run(ClusterServices.stages(deployment.removal(keepData)), nodes);
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

  /**
   * Lets what services run on nodes of a cluster, whose lease is held, come to an end; gives them
   * nothing new.
   *
   * @return nodes that did not do so
   */
  List<HostProblem> drain(
      Cluster cluster, List<Node> nodes, Duration patience, ClusterFleet fleet, HeldLease lease)
      throws InterruptedException {
    List<HostProblem> problems = new ArrayList<>();
    for (ServiceRecord service : deployed.of(cluster)) {
      if (service.state() == ServiceState.RUNNING) {
        String operation = "drain " + service.name();
        StepJournal journal = new StepJournal(ledger, cluster, operation, lease);
        StageRunner runner = new StageRunner(ledger, journal, listener, true);
        ServiceDeployment deployment =
            deployed.open(cluster, service, deployed.working(cluster), fleet);
        runner.run(ClusterServices.stages(deployment.draining(patience)), nodes);
        journal.forget();
        problems.addAll(runner.problems());
      }
    }
    return problems;
  }

  /** Asks the nodes how a service is. */
  public ServiceStatus status(Cluster cluster, String name, Reach reach)
      throws InterruptedException {
    ServiceRecord service = deployed.require(cluster, name);
    try (ClusterFleet fleet = fleet(cluster, reach)) {
      return deployed.open(cluster, service, deployed.working(cluster), fleet).status();
    }
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
        deployed.of(cluster).stream()
            .anyMatch(
                each ->
                    each.name().equals(name)
                        && each.state() == ServiceState.DEPLOYING
                        && each.settings().equals(settings)
                        && each.version().equals(version));
    if (!same) {
      journal.forget();
    }
    deployed.put(cluster, name, version, settings, ServiceState.DEPLOYING, Map.of(), lease);
  }

  private static Set<Integer> numbers(List<Node> nodes) {
    return nodes.stream().map(Node::number).collect(Collectors.toSet());
  }

  private ClusterFleet fleet(Cluster cluster, Reach reach) {
    return ClusterFleet.of(services, cluster, reach, listener);
  }
}
