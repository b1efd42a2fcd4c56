package dev.muster.core.cluster;

import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterSpec;
import dev.muster.model.HostAddress;
import dev.muster.model.Intent;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.ledger.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The stages that make a host a node: reach it, claim its folder, mount files, set it up. */
final class Preparing {

  private static final Duration QUICK = Duration.ofMinutes(1);

  private final Services services;
  private final Cluster cluster;
  private final ClusterSpec spec;
  private final ClusterFleet fleet;
  private final HeldLease lease;
  private final ClusterListener listener;
  private final Duration setupDeadline;

  Preparing(
      Services services,
      Cluster cluster,
      ClusterSpec spec,
      ClusterFleet fleet,
      HeldLease lease,
      ClusterListener listener,
      Duration setupDeadline) {
    this.services = services;
    this.cluster = cluster;
    this.spec = spec;
    this.fleet = fleet;
    this.lease = lease;
    this.listener = listener;
    this.setupDeadline = setupDeadline;
  }

  /** The stages in their order. */
  List<Stage> stages() {
    List<Stage> stages = new ArrayList<>();
    stages.add(Stage.of("reach", this::reach));
    stages.add(Stage.of("claim", this::claim));
    for (ClusterSpec.FileMount mount : spec.mounts()) {
      stages.add(Stage.of("mount " + mount.remote(), nodes -> mount(mount, nodes)));
    }
    addSetup(stages, "setup", spec.setup().all(), null);
    addSetup(stages, "setup-head", spec.setup().head(), NodeRole.HEAD);
    addSetup(stages, "setup-worker", spec.setup().worker(), NodeRole.WORKER);
    return stages;
  }

  private void addSetup(
      List<Stage> stages, String name, List<String> lines, @Nullable NodeRole role) {
    if (!lines.isEmpty()) {
      stages.add(
          new Stage(
              name,
              node -> role == null || node.role() == role,
              nodes ->
                  fleet.require(
                      nodes,
                      name,
                      HostScripts.setup(cluster, name, lines, spec.environment()),
                      setupDeadline)));
    }
  }

  /** Asks each host for its facts and keeps them. */
  private List<HostProblem> reach(List<Node> nodes) {
    Map<Integer, HostFacts> facts = new HashMap<>();
    List<HostProblem> problems = new HostProbe(fleet, services.clock()).ask(nodes, facts, QUICK);
    List<Node> known =
        nodes.stream()
            .filter(node -> facts.containsKey(node.number()))
            .map(
                node ->
                    node.with(Optional.ofNullable(facts.get(node.number())).orElseThrow().values()))
            .toList();
    write(tx -> tx.clusters().putNodes(known, lease.get()));
    return problems;
  }

  /** Makes the cluster's folder on each host, an intent before each. */
  private List<HostProblem> claim(List<Node> nodes) {
    Map<Integer, Long> intents = new HashMap<>();
    write(
        tx -> {
          intents.clear();
          for (Node node : nodes) {
            intents.put(
                node.number(),
                tx.intents()
                    .open(HostFolder.KIND, Intent.Action.CREATE, HostFolder.tags(cluster, node))
                    .id());
          }
        });
    List<HostProblem> problems =
        fleet.require(nodes, "claim", HostScripts.claim(cluster, nodes, removed()), QUICK);
    Map<Integer, HostProblem> failed = new HashMap<>();
    problems.forEach(problem -> failed.put(problem.node().number(), problem));
    write(
        tx -> {
          for (Node node : nodes) {
            long intent = Optional.ofNullable(intents.get(node.number())).orElseThrow();
            // A claim that failed may have left its folder: the intent stays open, kill closes it.
            if (!failed.containsKey(node.number())) {
              tx.intents().done(intent, HostFolder.resource(cluster, node));
            }
          }
        });
    return problems;
  }

  private List<Integer> removed() {
    return services.ledger().get().read(tx -> tx.clusters().nodes(cluster.id())).stream()
        .filter(node -> node.state() == NodeState.REMOVED)
        .map(Node::number)
        .toList();
  }

  private List<HostProblem> mount(ClusterSpec.FileMount mount, List<Node> nodes) {
    String step = "mount " + mount.remote();
    List<HostProblem> problems =
        new ArrayList<>(
            fleet.require(nodes, step, HostScripts.mounting(cluster, mount.remote()), QUICK));
    List<Node> left =
        nodes.stream()
            .filter(node -> problems.stream().noneMatch(problem -> problem.node().equals(node)))
            .toList();
    CopyListener progress =
        new CopyListener() {
          @Override
          public void progress(HostAddress host, int position, long bytes, long total) {
            listener.progress(left.get(position), bytes, total);
          }

          @Override
          public void note(HostAddress host, String message) {
            listener.note(host + ": " + message);
          }
        };
    problems.addAll(
        fleet.put(
            left,
            step,
            mount.local(),
            mount.remote(),
            CopyOptions.DEFAULT.withExcludes(mount.excludes()),
            progress));
    return problems;
  }

  private void write(Consumer<Transaction> work) {
    services
        .ledger()
        .get()
        .write(
            tx -> {
              work.accept(tx);
              return true;
            });
  }
}
