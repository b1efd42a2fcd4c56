package dev.muster.core.cluster;

import dev.muster.model.Cluster;
import dev.muster.model.ServiceRecord;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;

/** What versions of Spark can do. */
public final class SparkVersions {

  private SparkVersions() {}

  /**
   * Checks that a Spark runs on YARN: of those that come by coordinates only 3.5 has what it needs.
   *
   * @throws MusterException UNAVAILABLE when it does not
   */
  public static void requireYarn(Cluster cluster, ServiceRecord spark) {
    boolean archive =
        spark.settings().contains("tarball") || spark.settings().contains("spark-home");
    if (!archive && !spark.version().startsWith("3.5.")) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "Spark "
              + spark.version()
              + " on cluster "
              + cluster.name()
              + " cannot go to YARN: its part for it is not among what repositories have",
          "muster cluster deploy "
              + cluster.name()
              + " spark --spark-version 3.5.6, or give Spark's archive: -o tarball=FILE");
    }
  }
}
