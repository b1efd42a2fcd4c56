package dev.muster.model;

import java.util.Map;

/**
 * One machine of a cluster.
 *
 * @param cluster id of the cluster
 * @param number 1 for the first; they count up and are never used twice in a cluster
 * @param address how it is reached
 * @param role what it is for
 * @param state where it stands
 * @param provider where it came from: a cluster may mix providers
 * @param facts what it said of itself when it was last prepared: name to value
 */
public record Node(
    String cluster,
    int number,
    HostAddress address,
    NodeRole role,
    NodeState state,
    String provider,
    Map<String, String> facts) {

  public Node {
    facts = Map.copyOf(facts);
  }

  /** The same in another state. */
  public Node with(NodeState state) {
    return new Node(cluster, number, address, role, state, provider, facts);
  }

  /** The same with other facts. */
  public Node with(Map<String, String> facts) {
    return new Node(cluster, number, address, role, state, provider, facts);
  }
}
