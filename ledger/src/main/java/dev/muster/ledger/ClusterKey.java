package dev.muster.ledger;

import dev.muster.model.Lease;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Leases;
import java.util.Optional;

/**
 * A cluster as the tables name it.
 *
 * @param seq the number that stands for its id in every other table
 */
record ClusterKey(long seq) {

  /** Finds a cluster, DELETED ones too. */
  static Optional<ClusterKey> find(Session session, String id) {
    return session.first(
        "SELECT seq FROM cluster WHERE id = ?",
        p -> p.text(id),
        row -> new ClusterKey(row.number()));
  }

  /**
   * Finds a cluster.
   *
   * @throws MusterException NOT_FOUND
   */
  static ClusterKey require(Session session, String id) {
    return find(session, id)
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.NOT_FOUND, "there is no cluster " + id, "muster cluster list"));
  }

  /**
   * Finds a cluster to write to, and checks the lease on it.
   *
   * @throws MusterException NOT_FOUND; CONFLICT when another has taken the lease
   * @throws IllegalArgumentException when it is the lease of something else
   */
  static ClusterKey require(Session session, Leases leases, String id, Lease lease) {
    if (!lease.resource().equals("cluster/" + id)) {
      throw new IllegalArgumentException(
          "the lease of " + lease.resource() + " is none of cluster " + id);
    }
    leases.require(lease);
    return require(session, id);
  }
}
