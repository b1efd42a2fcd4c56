package dev.muster.core.cluster;

import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which nodes of a cluster a command is for.
 *
 * @param role only those of this role
 * @param hosts only these, named as in the cluster or by the name alone; empty for all
 */
public record NodeSelection(Role role, List<HostAddress> hosts) {

  /** All nodes. */
  public static final NodeSelection ALL = new NodeSelection(Role.ALL, List.of());

  public NodeSelection {
    hosts = List.copyOf(hosts);
  }

  /** Nodes by what they are for. */
  public enum Role {
    ALL,
    HEAD,
    WORKERS
  }

  /**
   * The nodes meant, in the cluster's order.
   *
   * @throws MusterException NOT_FOUND for a host that is not in it, or when there is no node left
   */
  public List<Node> of(String cluster, List<Node> nodes) {
    List<Node> ofRole =
        nodes.stream()
            .filter(
                node ->
                    switch (role) {
                      case ALL -> node.role() != NodeRole.BASTION;
                      case HEAD -> node.role() == NodeRole.HEAD;
                      case WORKERS -> node.role() == NodeRole.WORKER;
                    })
            .toList();
    List<Node> meant = hosts.isEmpty() ? ofRole : named(cluster, ofRole);
    if (meant.isEmpty()) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "cluster " + cluster + " has no such nodes",
          "muster cluster info " + cluster);
    }
    return meant;
  }

  private List<Node> named(String cluster, List<Node> nodes) {
    List<Node> meant = new ArrayList<>();
    for (HostAddress host : hosts) {
      meant.add(
          nodes.stream()
              .filter(node -> matches(node.address(), host))
              .findFirst()
              .orElseThrow(
                  () ->
                      new MusterException(
                          ErrorKind.NOT_FOUND,
                          "cluster " + cluster + " has no node " + host,
                          "muster cluster info " + cluster)));
    }
    return meant;
  }

  private static boolean matches(HostAddress address, HostAddress asked) {
    return address.host().equals(asked.host())
        && (asked.user() == null || asked.user().equals(address.user()))
        && (asked.port() == null || asked.port().equals(address.port()));
  }
}
