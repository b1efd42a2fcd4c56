package dev.muster.core.cluster;

import dev.muster.model.Cluster;
import dev.muster.model.Node;
import java.util.List;

/**
 * How an operation on a cluster ended.
 *
 * @param cluster as it is now
 * @param nodes those that are in it now
 * @param problems what failed, at most one a node
 * @param complete whether the operation is over; else the same command goes on with it
 */
public record OperationResult(
    Cluster cluster, List<Node> nodes, List<HostProblem> problems, boolean complete) {

  public OperationResult {
    nodes = List.copyOf(nodes);
    problems = List.copyOf(problems);
  }
}
