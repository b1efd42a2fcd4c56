package dev.muster.core.cluster;

import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterEvent;
import dev.muster.model.ClusterSpec;
import dev.muster.model.ClusterState;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import dev.muster.model.ServiceRecord;
import dev.muster.model.ServiceState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes clusters, and lets more hosts into them. */
public final class ClusterCreation {

  private static final String CREATE = "create";
  private static final String ADD = "add";

  private final Services services;
  private final ClusterListener listener;
  private final Ledger ledger;

  public ClusterCreation(Services services, ClusterListener listener) {
    this.services = services;
    this.listener = listener;
    ledger = services.ledger().get();
  }

  /**
   * Makes a cluster, or goes on with one whose creation was broken off.
   *
   * @param owner user and host
   * @throws MusterException CONFLICT when a cluster of the name is there already
   */
  public OperationResult create(ClusterSpec spec, String owner, ClusterOptions options)
      throws InterruptedException {
    Cluster cluster = begin(spec, owner);
    try (HeldLease lease = ClusterLease.of(services, cluster)) {
      List<Node> nodes = nodes(cluster);
      if (nodes.isEmpty()) {
        nodes = ClusterPlan.nodes(cluster.id(), spec);
        List<Node> made = nodes;
        write(tx -> tx.clusters().putNodes(made, lease.get()));
      }
      return prepare(cluster, spec, nodes, CREATE, lease, options);
    }
  }

  /**
   * Lets hosts into a cluster that is READY, or goes on doing so.
   *
   * @param hosts none of which is in it already, unless its addition was broken off
   */
  public OperationResult add(
      Cluster cluster, List<HostAddress> hosts, String provider, ClusterOptions options)
      throws InterruptedException {
    ClusterCatalog.requireReady(cluster);
    ClusterSpec spec = ClusterCatalog.spec(cluster);
    try (HeldLease lease = ClusterLease.of(services, cluster)) {
      List<Node> before = ledger.read(tx -> tx.clusters().nodes(cluster.id()));
      List<Node> asked = new ArrayList<>();
      List<HostAddress> fresh = new ArrayList<>();
      for (HostAddress host : hosts) {
        Optional<Node> there = find(before, host);
        if (there.isEmpty()) {
          fresh.add(host);
        } else if (there.get().state() == NodeState.READY) {
          throw new MusterException(
              ErrorKind.CONFLICT,
              host + " is in cluster " + cluster.name() + " already",
              "muster cluster info " + cluster.name());
        } else {
          asked.add(there.get());
        }
      }
      List<Node> more = ClusterPlan.more(cluster.id(), before, fresh, provider);
      write(tx -> tx.clusters().putNodes(more, lease.get()));
      asked.addAll(more);
      return prepare(cluster, spec, asked, ADD, lease, options);
    }
  }

  private static Optional<Node> find(List<Node> nodes, HostAddress host) {
    return nodes.stream()
        .filter(node -> node.state() != NodeState.REMOVED && node.address().equals(host))
        .findFirst();
  }

  /** Writes the cluster, or finds the one that the same command began before. */
  private Cluster begin(ClusterSpec spec, String owner) {
    String written = ClusterSpecs.write(spec);
    return ledger.write(
        tx -> {
          Optional<Cluster> there = tx.clusters().find(spec.name());
          if (there.isEmpty()) {
            Cluster made =
                new Cluster(
                    newId(),
                    spec.name(),
                    spec.provider(),
                    written,
                    ClusterState.CREATING,
                    owner,
                    tx.now(),
                    tx.now(),
                    tx.now());
            tx.clusters().insert(made);
            return made;
          }
          if (there.get().state() != ClusterState.CREATING) {
            throw new MusterException(
                ErrorKind.CONFLICT,
                "there is a cluster " + spec.name() + " already; it is " + there.get().state(),
                "another name, muster cluster add "
                    + spec.name()
                    + " HOSTS, or muster cluster kill "
                    + spec.name());
          }
          if (!ClusterSpecs.same(there.get().spec(), written)) {
            throw new MusterException(
                ErrorKind.CONFLICT,
                "the creation of cluster "
                    + spec.name()
                    + " was begun with other hosts or settings",
                "run that command again, or muster cluster kill " + spec.name() + " first");
          }
          return there.get();
        });
  }

  private String newId() {
    return String.format("%016x", services.random().nextLong());
  }

  private OperationResult prepare(
      Cluster cluster,
      ClusterSpec spec,
      List<Node> nodes,
      String operation,
      HeldLease lease,
      ClusterOptions options)
      throws InterruptedException {
    StepJournal journal = new StepJournal(ledger, cluster, operation, lease);
    StageRunner runner = new StageRunner(ledger, journal, listener, options.allowPartial());
    boolean ended;
    try (ClusterFleet fleet = ClusterFleet.of(services, cluster, options.reach(), listener)) {
      Preparing preparing =
          new Preparing(services, cluster, spec, fleet, lease, listener, options.setupDeadline());
      ended = runner.run(preparing.stages(), nodes);
      if (operation.equals(ADD) && (ended || options.allowPartial())) {
        ended = join(cluster, nodes, runner, fleet, lease, options);
      }
    }
    boolean headless =
        nodes.stream().anyMatch(node -> node.role() == NodeRole.HEAD && runner.failed(node));
    if (ended && !headless) {
      return finish(cluster, nodes, runner, journal, lease);
    }
    return new OperationResult(cluster, nodes(cluster), runner.problems(), false);
  }

  /** Brings the services that run on a cluster to nodes that are prepared. */
  private boolean join(
      Cluster cluster,
      List<Node> nodes,
      StageRunner runner,
      ClusterFleet fleet,
      HeldLease lease,
      ClusterOptions options)
      throws InterruptedException {
    ClusterDeployment deployment = new ClusterDeployment(services, listener);
    for (ServiceRecord service : ledger.read(tx -> tx.clusters().services(cluster.id()))) {
      List<Node> prepared = nodes.stream().filter(node -> !runner.failed(node)).toList();
      if (service.state() == ServiceState.RUNNING && !prepared.isEmpty()) {
        List<HostProblem> problems = deployment.join(cluster, service, prepared, fleet, lease);
        runner.note(problems);
        if (!problems.isEmpty() && !options.allowPartial()) {
          return false;
        }
      }
    }
    return true;
  }

  private OperationResult finish(
      Cluster cluster, List<Node> asked, StageRunner runner, StepJournal journal, HeldLease lease) {
    Cluster ready =
        ledger.write(
            tx -> {
              Cluster now =
                  cluster.state() == ClusterState.CREATING
                      ? cluster.with(cluster.state().on(ClusterEvent.PREPARED), tx.now())
                      : cluster;
              tx.clusters().update(now, lease.get());
              List<Node> settled = new ArrayList<>();
              for (Node node : tx.clusters().nodes(cluster.id())) {
                if (asked.stream().anyMatch(each -> each.number() == node.number())) {
                  settled.add(node.with(runner.failed(node) ? NodeState.FAILED : NodeState.READY));
                }
              }
              tx.clusters().putNodes(settled, lease.get());
              return now;
            });
    journal.forget();
    return new OperationResult(ready, nodes(ready), runner.problems(), true);
  }

  private List<Node> nodes(Cluster cluster) {
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
