package dev.muster.spi.ledger;

import dev.muster.model.Cluster;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterStep;
import dev.muster.model.Lease;
import dev.muster.model.Node;
import dev.muster.model.ServiceRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Clusters with their nodes, recorded steps and services. All writes but {@link #insert} and {@link
 * #touch} check the lease on {@link Cluster#resource()} in the same transaction: CONFLICT when
 * another has taken it, NOT_FOUND when there is no such cluster.
 */
public interface Clusters {

  /**
   * Writes a new cluster.
   *
   * @throws dev.muster.spi.MusterException CONFLICT when a cluster of that name is not DELETED
   */
  void insert(Cluster cluster);

  /** The cluster of a name that is not DELETED. */
  Optional<Cluster> find(ClusterName name);

  /** A cluster, DELETED ones too. */
  Optional<Cluster> find(String id);

  /**
   * Clusters, newest first.
   *
   * @param deletedToo whether those that are DELETED are listed
   * @param limit at most so many
   */
  List<Cluster> list(boolean deletedToo, int limit);

  /** Writes a cluster's spec, state and times; its use never goes back in time. */
  void update(Cluster cluster, Lease lease);

  /** Notes that a cluster was used; never goes back in time. */
  void touch(String cluster, Instant used);

  /**
   * Writes nodes of one cluster, new ones or over those of the same number; thousands in one call.
   */
  void putNodes(List<Node> nodes, Lease lease);

  /** Nodes of a cluster by number, REMOVED ones too. */
  List<Node> nodes(String cluster);

  /** Writes steps of one cluster, new ones or over those of the same operation, node and name. */
  void putSteps(List<ClusterStep> steps, Lease lease);

  /** Steps of an operation by node, then by start, then by name. */
  List<ClusterStep> steps(String cluster, String operation);

  /** Forgets the steps of an operation, so that it starts anew. */
  void forgetSteps(String cluster, String operation, Lease lease);

  /** Writes a service, a new one or over the one of the same name. */
  void putService(ServiceRecord service, Lease lease);

  /** Services of a cluster by name. */
  List<ServiceRecord> services(String cluster);

  /** Forgets a service. */
  void removeService(String cluster, String name, Lease lease);
}
