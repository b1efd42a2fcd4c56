package dev.muster.core.cluster;

import dev.muster.model.ClusterSpec;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which nodes a cluster gets; pure. */
public final class ClusterPlan {

  /** The provider of a cluster that is this machine. */
  public static final String LOCAL = "local";

  /** The address of this machine in clusters. */
  public static final HostAddress HERE = HostAddress.of("localhost");

  private ClusterPlan() {}

  /** The nodes of a new cluster, the head first. */
  public static List<Node> nodes(String cluster, ClusterSpec spec) {
    if (spec.provider().equals(LOCAL)) {
      return List.of(node(cluster, 1, HERE, NodeRole.HEAD, LOCAL));
    }
    HostAddress head = spec.head() == null ? spec.hosts().get(0) : spec.head();
    List<Node> nodes = new ArrayList<>();
    nodes.add(node(cluster, 1, head, NodeRole.HEAD, spec.provider()));
    for (HostAddress host : spec.hosts()) {
      if (!host.equals(head)) {
        nodes.add(node(cluster, nodes.size() + 1, host, NodeRole.WORKER, spec.provider()));
      }
    }
    return nodes;
  }

  /** Names of the steps that prepare a node, in their order. */
  public static List<String> steps(ClusterSpec spec, NodeRole role) {
    List<String> steps = new ArrayList<>(List.of("reach", "claim"));
    spec.mounts().forEach(mount -> steps.add("mount " + mount.remote()));
    if (!spec.setup().all().isEmpty()) {
      steps.add("setup");
    }
    if (role == NodeRole.HEAD && !spec.setup().head().isEmpty()) {
      steps.add("setup-head");
    }
    if (role == NodeRole.WORKER && !spec.setup().worker().isEmpty()) {
      steps.add("setup-worker");
    }
    return steps;
  }

  /** The nodes that more hosts make, numbered behind those that were ever there. */
  static List<Node> more(
      String cluster, List<Node> before, List<HostAddress> hosts, String provider) {
    int last = before.stream().mapToInt(Node::number).max().orElse(0);
    List<Node> nodes = new ArrayList<>();
    for (HostAddress host : hosts) {
      nodes.add(node(cluster, last + nodes.size() + 1, host, NodeRole.WORKER, provider));
    }
    return nodes;
  }

  private static Node node(
      String cluster, int number, HostAddress address, NodeRole role, String provider) {
    return new Node(cluster, number, address, role, NodeState.NEW, provider, Map.of());
  }
}
