package dev.muster.spi.engine;

import dev.muster.model.ClusterName;
import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.Fleet;
import java.util.List;
import java.util.function.Supplier;

/**
 * A cluster whose head drives a run.
 *
 * @param name of the cluster
 * @param id of the cluster
 * @param head of the cluster
 * @param hosts all that are in it, the head among them
 * @param fleet reaches the head; opened when it is first asked for
 */
public record EngineCluster(
    ClusterName name, String id, HostAddress head, List<HostAddress> hosts, Supplier<Fleet> fleet) {

  public EngineCluster {
    hosts = List.copyOf(hosts);
  }

  /** Two are the same when the cluster is; the fleet is only a way there. */
  @Override
  public boolean equals(Object other) {
    return other instanceof EngineCluster cluster && id.equals(cluster.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
