package dev.muster.model;

import java.time.Instant;

/**
 * A labelled group of nodes.
 *
 * @param id never used twice; it is the tag {@code muster-cluster} of what the cluster has outside
 * @param name among clusters that are not DELETED there is one of a name
 * @param provider where its nodes come from, for instance {@code ssh}
 * @param spec what it was made from, as JSON; without secrets
 * @param state where it stands
 * @param owner user and host it was made by, for instance {@code ana@laptop}
 * @param created when its creation began
 * @param updated when this line last changed
 * @param used when a command, job or run last used it
 */
public record Cluster(
    String id,
    ClusterName name,
    String provider,
    String spec,
    ClusterState state,
    String owner,
    Instant created,
    Instant updated,
    Instant used) {

  /** The lease that commands which change it hold. */
  public String resource() {
    return "cluster/" + id;
  }

  /** The same in another state. */
  public Cluster with(ClusterState state, Instant now) {
    return new Cluster(id, name, provider, spec, state, owner, created, now, used);
  }
}
