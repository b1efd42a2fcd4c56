package dev.muster.core.cluster;

import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterEvent;
import dev.muster.model.ClusterState;
import dev.muster.model.Node;
import dev.muster.model.ServiceRecord;
import dev.muster.model.ServiceState;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.service.ServiceDeployment;
import dev.muster.spi.service.ServiceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Stops the services of clusters and starts them again, in recorded steps; both may be repeated.
 */
public final class ClusterPower {

  private static final String STOP = "stop ";
  private static final String START = "start ";

  private final Services services;
  private final ClusterListener listener;
  private final ClusterServices deployed;
  private final Ledger ledger;

  public ClusterPower(Services services, ClusterListener listener) {
    this.services = services;
    this.listener = listener;
    deployed = new ClusterServices(services, listener);
    ledger = services.ledger().get();
  }

  /**
   * Refuses what is neither READY nor STOPPED.
   *
   * @throws dev.muster.spi.MusterException CONFLICT
   */
  public static void requireMade(Cluster cluster) {
    if (cluster.state() != ClusterState.STOPPED) {
      ClusterCatalog.requireReady(cluster);
    }
  }

  /**
   * Stops all services of a cluster; what is installed stays. From its beginning on the cluster
   * takes no jobs.
   *
   * @throws dev.muster.spi.MusterException CONFLICT when it is neither READY nor STOPPED
   */
  public OperationResult stop(Cluster cluster, Reach reach) throws InterruptedException {
    requireMade(cluster);
    try (HeldLease lease = ClusterLease.of(services, cluster)) {
      Cluster stopped = enter(cluster, ClusterEvent.STOPPED, lease);
      List<ServiceRecord> running =
          deployed.of(cluster).stream()
              .filter(service -> service.state() != ServiceState.STOPPED)
              .toList();
      List<HostProblem> problems =
          change(
              stopped,
              running,
              STOP,
              START,
              ServiceDeployment::stopping,
              ServiceState.STOPPED,
              lease,
              reach);
      return new OperationResult(stopped, deployed.working(cluster), problems, problems.isEmpty());
    }
  }

  /**
   * Starts what was stopped and waits until it is ready; then the cluster takes jobs again.
   *
   * @throws dev.muster.spi.MusterException CONFLICT when it is neither READY nor STOPPED
   */
  public OperationResult start(Cluster cluster, Reach reach) throws InterruptedException {
    requireMade(cluster);
    if (cluster.state() == ClusterState.READY) {
      return new OperationResult(cluster, deployed.working(cluster), List.of(), true);
    }
    try (HeldLease lease = ClusterLease.of(services, cluster)) {
      // One whose stop was broken off runs in part; one whose deployment was is deploy's.
      List<ServiceRecord> stopped =
          deployed.of(cluster).stream()
              .filter(
                  service ->
                      service.state() == ServiceState.STOPPED
                          || service.state() == ServiceState.RUNNING)
              .toList();
      List<HostProblem> problems =
          change(
              cluster,
              stopped,
              START,
              STOP,
              ServiceDeployment::starting,
              ServiceState.RUNNING,
              lease,
              reach);
      Cluster now = problems.isEmpty() ? enter(cluster, ClusterEvent.STARTED, lease) : cluster;
      return new OperationResult(now, deployed.working(cluster), problems, problems.isEmpty());
    }
  }

  private Cluster enter(Cluster cluster, ClusterEvent event, HeldLease lease) {
    return ledger.write(
        tx -> {
          Cluster now = cluster.with(cluster.state().on(event), tx.now());
          tx.clusters().update(now, lease.get());
          return now;
        });
  }

  private List<HostProblem> change(
      Cluster cluster,
      List<ServiceRecord> which,
      String operation,
      String opposite,
      Function<ServiceDeployment, List<ServiceStep>> steps,
      ServiceState end,
      HeldLease lease,
      Reach reach)
      throws InterruptedException {
    List<HostProblem> problems = new ArrayList<>();
    List<Node> nodes = deployed.working(cluster);
    try (ClusterFleet fleet = ClusterFleet.of(services, cluster, reach, listener)) {
      for (ServiceRecord service : which) {
        // What the opposite had behind it does not hold any more.
        new StepJournal(ledger, cluster, opposite + service.name(), lease).forget();
        StepJournal journal = new StepJournal(ledger, cluster, operation + service.name(), lease);
        StageRunner runner = new StageRunner(ledger, journal, listener, operation.equals(STOP));
        ServiceDeployment deployment = deployed.open(cluster, service, nodes, fleet);
        runner.run(ClusterServices.stages(steps.apply(deployment)), nodes);
        if (runner.problems().isEmpty()) {
          if (service.state() == ServiceState.RUNNING || service.state() == ServiceState.STOPPED) {
            deployed.put(cluster, service, end, lease);
          }
          journal.forget();
        }
        problems.addAll(runner.problems());
      }
    }
    return problems;
  }
}
