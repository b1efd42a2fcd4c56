package dev.muster.core.cluster;

import dev.muster.model.Node;
import java.util.List;
import java.util.function.Predicate;

/**
 * One step of an operation, done on many nodes at once.
 *
 * @param name for instance {@code claim}; unique in its operation
 * @param where which nodes it is for
 * @param work does it; may be done again where it was broken off
 */
record Stage(String name, Predicate<Node> where, Work work) {

  /** A stage for all nodes. */
  static Stage of(String name, Work work) {
    return new Stage(name, node -> true, work);
  }

  /** Does a stage's work. */
  @FunctionalInterface
  interface Work {

    /**
     * Does it on all these nodes, at once.
     *
     * @return the nodes that failed; the others have it behind them
     */
    List<HostProblem> on(List<Node> nodes) throws InterruptedException;
  }
}
