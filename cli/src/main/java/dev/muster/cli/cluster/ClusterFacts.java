package dev.muster.cli.cluster;

import dev.muster.cli.Console;
import dev.muster.core.cluster.HostProblem;
import dev.muster.core.cluster.OperationResult;
import dev.muster.model.Cluster;
import dev.muster.model.Node;
import dev.muster.model.ServiceRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clusters and nodes as JSON. */
final class ClusterFacts {

  private ClusterFacts() {}

  static Map<String, @Nullable Object> of(Cluster cluster) {
    return Console.object(
        "cluster", cluster.name().value(),
        "id", cluster.id(),
        "provider", cluster.provider(),
        "state", cluster.state().name(),
        "owner", cluster.owner(),
        "created", cluster.created().toString(),
        "used", cluster.used().toString());
  }

  static Map<String, @Nullable Object> of(Node node) {
    return Console.object(
        "number", node.number(),
        "address", node.address().toString(),
        "role", node.role().name(),
        "state", node.state().name(),
        "provider", node.provider(),
        "facts", node.facts());
  }

  static Map<String, @Nullable Object> of(ServiceRecord service) {
    return Console.object(
        "service", service.name(),
        "version", service.version(),
        "state", service.state().name(),
        "endpoints", service.endpoints());
  }

  static Map<String, @Nullable Object> of(HostProblem problem) {
    return Console.object(
        "host", problem.node().address().toString(),
        "step", problem.step(),
        "why", problem.why(),
        "hint", problem.hint());
  }

  static Map<String, @Nullable Object> result(OperationResult result) {
    Map<String, @Nullable Object> all = of(result.cluster());
    all.put("complete", result.complete());
    all.put("nodes", nodes(result.nodes()));
    all.put("problems", result.problems().stream().map(ClusterFacts::of).toList());
    return all;
  }

  static List<Map<String, @Nullable Object>> nodes(List<Node> nodes) {
    return nodes.stream().map(ClusterFacts::of).toList();
  }
}
