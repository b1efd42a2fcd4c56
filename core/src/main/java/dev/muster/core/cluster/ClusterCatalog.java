package dev.muster.core.cluster;

import dev.muster.config.text.DidYouMean;
import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterSpec;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import dev.muster.model.ServiceRecord;
import dev.muster.model.ServiceState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.util.List;

/** What the ledger knows of clusters. */
public final class ClusterCatalog {

  private static final int NAMES = 1000;

  private final Ledger ledger;

  public ClusterCatalog(Services services) {
    ledger = services.ledger().get();
  }

  /**
   * The cluster of a name.
   *
   * @throws MusterException INVALID for what is no name, NOT_FOUND naming those that are near
   */
  public Cluster require(String name) {
    ClusterName wanted = name(name);
    return ledger
        .read(tx -> tx.clusters().find(wanted))
        .orElseThrow(
            () -> {
              List<String> known =
                  list(false, NAMES).stream().map(each -> each.name().value()).toList();
              List<String> near = DidYouMean.suggestions(name, known);
              return new MusterException(
                  ErrorKind.NOT_FOUND,
                  "there is no cluster " + name,
                  near.isEmpty() ? "muster cluster list" : String.join(" or ", near));
            });
  }

  /**
   * A name as it was typed.
   *
   * @throws MusterException INVALID when it cannot be one
   */
  public static ClusterName name(String text) {
    if (!ClusterName.isValid(text)) {
      throw new MusterException(
          ErrorKind.INVALID,
          "\"" + text + "\" cannot be the name of a cluster",
          "1 to 63 of a-z, 0-9 and '-' between them, for instance lab-1");
    }
    return new ClusterName(text);
  }

  /** Clusters, newest first. */
  public List<Cluster> list(boolean deletedToo, int limit) {
    return ledger.read(tx -> tx.clusters().list(deletedToo, limit));
  }

  /** Nodes that have not left, by number. */
  public List<Node> nodes(Cluster cluster) {
    return ledger.read(tx -> tx.clusters().nodes(cluster.id())).stream()
        .filter(node -> node.state() != NodeState.REMOVED)
        .toList();
  }

  /** The head. */
  public static Node head(List<Node> nodes) {
    return nodes.stream()
        .filter(node -> node.role() == NodeRole.HEAD)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a cluster has a head"));
  }

  /** What is deployed. */
  public List<ServiceRecord> services(Cluster cluster) {
    return ledger.read(tx -> tx.clusters().services(cluster.id()));
  }

  /**
   * A service that runs on a cluster.
   *
   * @throws MusterException NOT_FOUND when it is not deployed there
   */
  public ServiceRecord requireService(Cluster cluster, String service) {
    return services(cluster).stream()
        .filter(each -> each.name().equals(service) && each.state() == ServiceState.RUNNING)
        .findFirst()
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.NOT_FOUND,
                    "there is no " + service + " on cluster " + cluster.name(),
                    "muster cluster deploy " + cluster.name() + " " + service));
  }

  /**
   * Refuses a cluster that is not READY, with what makes it so.
   *
   * @throws MusterException CONFLICT
   */
  public static void requireReady(Cluster cluster) {
    String command =
        switch (cluster.state()) {
          case READY -> "";
          case CREATING -> "let muster cluster create " + cluster.name() + " end first";
          case STOPPED -> "muster cluster start " + cluster.name();
          case DELETING, DELETED -> "muster cluster kill " + cluster.name();
        };
    if (!command.isEmpty()) {
      throw new MusterException(
          ErrorKind.CONFLICT, "cluster " + cluster.name() + " is " + cluster.state(), command);
    }
  }

  /** What the cluster was made from. */
  public static ClusterSpec spec(Cluster cluster) {
    return ClusterSpecs.read(cluster.spec());
  }

  /** Notes that it is being used. */
  public void touch(Cluster cluster) {
    ledger.write(
        tx -> {
          tx.clusters().touch(cluster.id(), tx.now());
          return true;
        });
  }
}
