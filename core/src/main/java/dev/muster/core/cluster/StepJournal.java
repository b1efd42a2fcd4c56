package dev.muster.core.cluster;

import dev.muster.core.HeldLease;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterStep;
import dev.muster.model.Node;
import dev.muster.spi.ledger.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What of an operation is done, in the ledger: a command that follows goes on behind it. */
final class StepJournal {

  private final Ledger ledger;
  private final Cluster cluster;
  private final String operation;
  private final HeldLease lease;

  StepJournal(Ledger ledger, Cluster cluster, String operation, HeldLease lease) {
    this.ledger = ledger;
    this.cluster = cluster;
    this.operation = operation;
    this.lease = lease;
  }

  /** Numbers of the nodes that have a step behind them. */
  Set<Integer> done(String step) {
    return ledger.read(tx -> tx.clusters().steps(cluster.id(), operation)).stream()
        .filter(each -> each.name().equals(step) && each.state() == ClusterStep.State.DONE)
        .map(ClusterStep::node)
        .collect(Collectors.toSet());
  }

  /** Nodes begin a step. */
  void begin(String step, List<Node> nodes) {
    write(
        now ->
            nodes.stream()
                .map(node -> row(node, step, ClusterStep.State.RUNNING, null, now, null))
                .toList());
  }

  /** Nodes have a step behind them, but for those with a problem. */
  void end(String step, List<Node> nodes, Map<Integer, HostProblem> problems, Instant begun) {
    write(
        now -> {
          List<ClusterStep> rows = new ArrayList<>();
          for (Node node : nodes) {
            HostProblem problem = problems.get(node.number());
            rows.add(
                problem == null
                    ? row(node, step, ClusterStep.State.DONE, null, begun, now)
                    : row(node, step, ClusterStep.State.FAILED, problem.why(), begun, now));
          }
          return rows;
        });
  }

  /** The operation is over: the next one of its name starts anew. */
  void forget() {
    ledger.write(
        tx -> {
          tx.clusters().forgetSteps(cluster.id(), operation, lease.get());
          return true;
        });
  }

  private ClusterStep row(
      Node node,
      String step,
      ClusterStep.State state,
      @Nullable String detail,
      Instant started,
      @Nullable Instant ended) {
    return new ClusterStep(
        cluster.id(), operation, node.number(), step, state, detail, started, ended);
  }

  private void write(Function<Instant, List<ClusterStep>> rows) {
    ledger.write(
        tx -> {
          tx.clusters().putSteps(rows.apply(tx.now()), lease.get());
          return true;
        });
  }
}
