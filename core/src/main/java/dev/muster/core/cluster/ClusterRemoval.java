package dev.muster.core.cluster;

import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterEvent;
import dev.muster.model.ClusterSpec;
import dev.muster.model.HostAddress;
import dev.muster.model.Intent;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import dev.muster.model.ServiceRecord;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Takes clusters down, and hosts out of them; hosts are left as they were found. */
public final class ClusterRemoval {

  private static final String KILL = "kill";
  private static final String REMOVE = "remove";
  private static final Duration QUICK = Duration.ofMinutes(2);

  private final Services services;
  private final ClusterListener listener;
  private final Ledger ledger;

  public ClusterRemoval(Services services, ClusterListener listener) {
    this.services = services;
    this.listener = listener;
    ledger = services.ledger().get();
  }

  /**
   * Removes a cluster from its hosts, then from the list.
   *
   * @param forget whether hosts that cannot be reached are forgotten; what is on them stays
   */
  public OperationResult kill(Cluster cluster, boolean forget, Reach reach)
      throws InterruptedException {
    try (HeldLease lease = ClusterLease.of(services, cluster)) {
      Cluster deleting =
          ledger.write(
              tx -> {
                Cluster now = cluster.with(cluster.state().on(ClusterEvent.KILL), tx.now());
                tx.clusters().update(now, lease.get());
                return now;
              });
      List<Node> nodes = present(cluster);
      StageRunner runner = release(deleting, KILL, nodes, Duration.ZERO, lease, reach);
      if (!runner.problems().isEmpty() && !forget) {
        return new OperationResult(deleting, present(cluster), runner.problems(), false);
      }
      Cluster gone =
          ledger.write(
              tx -> {
                Cluster now = deleting.with(deleting.state().on(ClusterEvent.GONE), tx.now());
                tx.clusters().update(now, lease.get());
                return now;
              });
      return new OperationResult(gone, List.of(), runner.problems(), true);
    }
  }

  /**
   * Takes hosts out of a cluster.
   *
   * @param hosts as they stand in it
   * @param drain how long what runs there may go on; at zero it is not waited for
   * @param forget whether hosts that cannot be reached are forgotten; what is on them stays
   * @throws MusterException NOT_FOUND for hosts that are not in it, INVALID for the head
   */
  public OperationResult remove(
      Cluster cluster, List<HostAddress> hosts, Duration drain, boolean forget, Reach reach)
      throws InterruptedException {
    List<Node> leaving = leaving(cluster, hosts);
    try (HeldLease lease = ClusterLease.of(services, cluster)) {
      write(
          tx ->
              tx.clusters()
                  .putNodes(
                      leaving.stream().map(node -> node.with(NodeState.DRAINING)).toList(),
                      lease.get()));
      StageRunner runner = release(cluster, REMOVE, leaving, drain, lease, reach);
      write(
          tx ->
              tx.clusters()
                  .putNodes(
                      leaving.stream()
                          .filter(node -> forget || !runner.failed(node))
                          .map(node -> node.with(NodeState.REMOVED))
                          .toList(),
                      lease.get()));
      new StepJournal(ledger, cluster, REMOVE, lease).forget();
      boolean complete = forget || runner.problems().isEmpty();
      return new OperationResult(cluster, present(cluster), runner.problems(), complete);
    }
  }

  private List<Node> leaving(Cluster cluster, List<HostAddress> hosts) {
    Map<HostAddress, Node> there = new HashMap<>();
    present(cluster).forEach(node -> there.put(node.address(), node));
    Set<HostAddress> unknown = new HashSet<>(hosts);
    unknown.removeAll(there.keySet());
    if (!unknown.isEmpty()) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "cluster " + cluster.name() + " has no " + unknown,
          "muster cluster info " + cluster.name());
    }
    List<Node> leaving = new ArrayList<>();
    for (HostAddress host : hosts) {
      Node node = there.get(host);
      if (node != null && node.role() == NodeRole.HEAD) {
        throw new MusterException(
            ErrorKind.INVALID,
            host + " is the head of cluster " + cluster.name() + " and cannot leave it",
            "muster cluster kill " + cluster.name());
      }
      if (node != null) {
        leaving.add(node);
      }
    }
    return leaving;
  }

  private StageRunner release(
      Cluster cluster,
      String operation,
      List<Node> nodes,
      Duration drain,
      HeldLease lease,
      Reach reach)
      throws InterruptedException {
    ClusterSpec spec = ClusterCatalog.spec(cluster);
    StepJournal journal = new StepJournal(ledger, cluster, operation, lease);
    StageRunner runner = new StageRunner(ledger, journal, listener, true);
    ClusterDeployment deployment = new ClusterDeployment(services, listener);
    try (ClusterFleet fleet =
        ClusterFleet.open(
            services.fleets().get(), spec.auth(), present(cluster), reach, listener)) {
      if (!drain.isZero()) {
        runner.note(deployment.drain(cluster, nodes, drain, fleet, lease));
      }
      // One that could not give away what it has keeps it.
      List<Node> going = nodes.stream().filter(node -> !runner.failed(node)).toList();
      for (ServiceRecord service : ledger.read(tx -> tx.clusters().services(cluster.id()))) {
        // Its folder goes with the rest: what could not be stopped here fails there, too.
        runner.note(deployment.takeOff(cluster, service, going, false, fleet, lease));
      }
      runner.run(List.of(Stage.of("release", each -> release(cluster, each, fleet))), nodes);
    }
    return runner;
  }

  /** Removes the folders; an intent stands before each and is done behind it. */
  private List<HostProblem> release(Cluster cluster, List<Node> nodes, ClusterFleet fleet) {
    Map<Integer, Long> intents = new HashMap<>();
    write(
        tx -> {
          intents.clear();
          for (Node node : nodes) {
            Map<String, String> tags = HostFolder.tags(cluster, node);
            intents.put(
                node.number(), tx.intents().open(HostFolder.KIND, Intent.Action.DELETE, tags).id());
          }
        });
    List<HostProblem> problems =
        fleet.require(nodes, "release", HostScripts.release(cluster), QUICK);
    Set<Integer> failed = new HashSet<>();
    problems.forEach(problem -> failed.add(problem.node().number()));
    write(
        tx -> {
          for (Node node : nodes) {
            Long intent = intents.get(node.number());
            if (intent != null && !failed.contains(node.number())) {
              String folder = HostFolder.resource(cluster, node);
              settleClaims(tx, cluster, node, folder);
              PackageInstallation.gone(tx, cluster, node);
              tx.intents().done(intent, folder);
            }
          }
        });
    return problems;
  }

  /** Claims that nobody knew the end of are known now: what they made is gone. */
  private static void settleClaims(Transaction tx, Cluster cluster, Node node, String folder) {
    for (Intent open : tx.intents().list(Intent.State.OPEN, HostFolder.tags(cluster, node))) {
      if (open.action() == Intent.Action.CREATE) {
        tx.intents().done(open.id(), folder);
      }
    }
  }

  private List<Node> present(Cluster cluster) {
    return ledger.read(tx -> tx.clusters().nodes(cluster.id())).stream()
        .filter(node -> node.state() != NodeState.REMOVED)
        .toList();
  }

  private void write(Consumer<Transaction> work) {
    ledger.write(
        tx -> {
          work.accept(tx);
          return true;
        });
  }
}
