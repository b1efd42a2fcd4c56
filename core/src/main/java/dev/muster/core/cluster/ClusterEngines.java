package dev.muster.core.cluster;

import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterState;
import dev.muster.model.Node;
import dev.muster.model.ServiceRecord;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.EngineCluster;
import dev.muster.spi.engine.EngineOptions;
import dev.muster.spi.fleet.Fleet;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Clusters as places to run maps. */
public final class ClusterEngines {

  private static final String SPARK = "spark";
  private static final String MASTER = "master";

  private ClusterEngines() {}

  /**
   * The engine that a cluster has.
   *
   * @param conf settings of the engine
   * @param workers tasks at once as the user said; 0 when he did not
   * @throws MusterException NOT_FOUND when the cluster or its Spark is not there
   */
  public static EngineOptions of(
      Services services, String name, Map<String, String> conf, int workers) {
    ClusterCatalog catalog = new ClusterCatalog(services);
    Cluster cluster = catalog.require(name);
    if (cluster.state() != ClusterState.READY) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "cluster " + name + " is " + cluster.state(),
          "muster cluster info " + name);
    }
    ServiceRecord spark = catalog.requireService(cluster, SPARK);
    catalog.touch(cluster);
    Node head = ClusterCatalog.head(catalog.nodes(cluster));
    return new EngineOptions(
        SPARK,
        spark.endpoints().get(MASTER),
        null,
        conf,
        workers,
        new EngineCluster(cluster.name(), cluster.id(), head.address(), opened(services, cluster)));
  }

  /** One fleet for all, opened when it is first needed; it is closed with the program. */
  private static Supplier<Fleet> opened(Services services, Cluster cluster) {
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
