package dev.muster.packages.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.distribution.DistributionFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the nearest version in the tree is not the one that Spark's own build has. */
class HeldVersionsIT {

  private static final String OLD = "org.slf4j:slf4j-api:1.7.36";

  @TempDir Path folder;

  private String slf4j(MavenWorld world, String version) throws Exception {
    return world.resolve("spark:" + version).files().stream()
        .map(DistributionFile::name)
        .filter(name -> name.contains("slf4j"))
        .reduce("", (a, b) -> a + b);
  }

  @Test
  void sparkThreeFiveGetsTheLoggingThatItNeeds() throws Exception {
    try (MavenWorld world = new MavenWorld(folder)) {
      world.maven.publish(OLD, 100).publish("org.slf4j:slf4j-api:2.0.7", 100);
      for (String version : new String[] {"3.5.6", "4.0.1"}) {
        String core = "org.apache.spark:spark-core_2.13:" + version;
        world
            .maven
            .publish(core, 5_000, OLD)
            .publish("org.apache.spark:spark-sql_2.13:" + version, 4_000, core);
      }
      String proxy = "org.apache.hadoop:hadoop-yarn-server-web-proxy:3.3.4";
      world
          .maven
          .publish("org.apache.spark:spark-yarn_2.13:3.5.6", 2_000)
          .publish("org.apache.hadoop:hadoop-common:3.3.4", 900)
          .publish(proxy, 800, "org.apache.hadoop:hadoop-common:3.3.4");
      assertThat(world.resolve("spark:3.5.6").files())
          .extracting(DistributionFile::name)
          .contains("jars/spark-yarn_2.13-3.5.6.jar", "jars/hadoop-yarn-server-web-proxy-3.3.4.jar")
          .as("what the proxy needs is in Spark's own client")
          .doesNotContain("jars/hadoop-common-3.3.4.jar");
      assertThat(slf4j(world, "3.5.6")).isEqualTo("jars/slf4j-api-2.0.7.jar");
      assertThat(slf4j(world, "4.0.1"))
          .as("as its tree says")
          .isEqualTo("jars/slf4j-api-1.7.36.jar");
    }
  }
}
