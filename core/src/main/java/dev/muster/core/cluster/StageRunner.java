package dev.muster.core.cluster;

import dev.muster.model.Node;
import dev.muster.spi.ledger.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does the stages of an operation one after the other, each on all its nodes at once, and records
 * them. A node that failed takes no part in later stages.
 */
final class StageRunner {

  private final Ledger ledger;
  private final StepJournal journal;
  private final ClusterListener listener;
  private final boolean goOn;
  private final List<HostProblem> problems = new ArrayList<>();
  private final Set<Integer> failed = new HashSet<>();

  /**
   * @param goOn whether later stages are done on the nodes that are left when some failed
   */
  StageRunner(Ledger ledger, StepJournal journal, ClusterListener listener, boolean goOn) {
    this.ledger = ledger;
    this.journal = journal;
    this.listener = listener;
    this.goOn = goOn;
  }

  /** What failed so far. */
  List<HostProblem> problems() {
    return List.copyOf(problems);
  }

  /** Takes nodes that failed elsewhere as failed here: later stages leave them out. */
  void note(List<HostProblem> found) {
    problems.addAll(found);
    found.forEach(problem -> failed.add(problem.node().number()));
  }

  /** Whether a node failed so far. */
  boolean failed(Node node) {
    return failed.contains(node.number());
  }

  /**
   * Does the stages.
   *
   * @return false when it stopped behind a stage that failed on some node
   */
  boolean run(List<Stage> stages, List<Node> nodes) throws InterruptedException {
    for (Stage stage : stages) {
      if (!run(stage, nodes) && !goOn) {
        return false;
      }
    }
    return true;
  }

  private boolean run(Stage stage, List<Node> nodes) throws InterruptedException {
    List<Node> meant =
        nodes.stream().filter(node -> stage.where().test(node) && !failed(node)).toList();
    Set<Integer> done = journal.done(stage.name());
    List<Node> left = meant.stream().filter(node -> !done.contains(node.number())).toList();
    listener.stage(stage.name(), meant.size(), meant.size() - left.size());
    if (left.isEmpty()) {
      return true;
    }
    journal.begin(stage.name(), left);
    Instant begun = ledger.read(tx -> tx.now());
    List<HostProblem> found = stage.work().on(left);
    boolean interrupted = Thread.interrupted(); // what was done is to be recorded all the same
    Map<Integer, HostProblem> byNode = new LinkedHashMap<>();
    found.forEach(problem -> byNode.putIfAbsent(problem.node().number(), problem));
    journal.end(stage.name(), left, byNode, begun);
    left.forEach(node -> listener.ended(node, stage.name(), byNode.get(node.number())));
    problems.addAll(byNode.values());
    failed.addAll(byNode.keySet());
    if (interrupted) {
      throw new InterruptedException();
    }
    return byNode.isEmpty();
  }
}
