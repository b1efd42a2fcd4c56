package dev.muster.core.cluster;

import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.Node;
import dev.muster.model.ServiceRecord;
import dev.muster.spi.engine.EngineCluster;
import dev.muster.spi.engine.EngineOptions;
import dev.muster.spi.fleet.Fleet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Clusters as places to run maps. */
public final class ClusterEngines {

  private static final String SPARK = "spark";
  private static final String HADOOP = "hadoop";
  private static final String MASTER = "master";

  /** What Spark calls the master of an application there. */
  private static final String YARN = "yarn";

  private ClusterEngines() {}

  /**
   * The engine that a cluster has.
   *
   * @param conf settings of the engine
   * @param workers tasks at once as the user said; 0 when he did not
   * @param yarn whether its YARN is meant, not its standalone Spark
   * @throws dev.muster.spi.MusterException NOT_FOUND when the cluster or its Spark is not there
   */
  public static EngineOptions of(
      Services services, String name, Map<String, String> conf, int workers, boolean yarn) {
    ClusterCatalog catalog = new ClusterCatalog(services);
    Cluster cluster = catalog.require(name);
    ClusterCatalog.requireReady(cluster);
    ServiceRecord spark = catalog.requireService(cluster, SPARK);
    if (yarn) {
      var unused = catalog.requireService(cluster, HADOOP);
      SparkVersions.requireYarn(cluster, spark);
    }
    catalog.touch(cluster);
    List<Node> nodes = catalog.nodes(cluster);
    Node head = ClusterCatalog.head(nodes);
    return new EngineOptions(
        SPARK,
        yarn ? YARN : spark.endpoints().get(MASTER),
        null,
        conf,
        workers,
        new EngineCluster(
            cluster.name(),
            cluster.id(),
            head.address(),
            nodes.stream().map(Node::address).toList(),
            opened(services, cluster, nodes)));
  }

  /** One fleet for all, opened when it is first needed; it is closed with the program. */
  private static Supplier<Fleet> opened(Services services, Cluster cluster, List<Node> nodes) {
    return new Supplier<>() {
      private @Nullable Fleet fleet;

      @Override
      public synchronized Fleet get() {
        Fleet open = fleet;
        if (open == null) {
          open =
              ClusterFleet.open(
                      services.fleets().get(),
                      ClusterCatalog.spec(cluster).auth(),
                      nodes,
                      Reach.DEFAULT,
                      ClusterListener.NONE)
                  .fleet();
          fleet = open;
        }
        return open;
      }
    };
  }
}
