package dev.muster.core.cluster;

import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.model.Cluster;

/** The lease of a command that changes a cluster. */
final class ClusterLease {

  private ClusterLease() {}

  /**
   * Takes it.
   *
   * @throws dev.muster.spi.MusterException CONFLICT while another command changes the cluster
   */
  static HeldLease of(Services services, Cluster cluster) {
    return HeldLease.of(
        services, cluster.resource(), "another command is changing cluster " + cluster.name());
  }
}
