package dev.muster.core.cluster;

import dev.muster.model.Cluster;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import java.util.Map;

/** The folder that a cluster has on a host, as the intent journal names it. */
final class HostFolder {

  /** The kind of its intents. */
  static final String KIND = "host.folder";

  private HostFolder() {}

  /** What the folder is found by; the same stands in its {@code cluster.json}. */
  static Map<String, String> tags(Cluster cluster, Node node) {
    return Map.of(
        "managed-by", "muster",
        "muster-cluster", cluster.id(),
        "muster-owner", cluster.owner(),
        "host", node.address().toString());
  }

  /** Its id. */
  static String resource(Cluster cluster, Node node) {
    return resource(cluster, node.address());
  }

  static String resource(Cluster cluster, HostAddress host) {
    return host + ":~/.muster/clusters/" + cluster.name();
  }
}
