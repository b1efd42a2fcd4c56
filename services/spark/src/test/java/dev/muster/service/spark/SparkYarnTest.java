package dev.muster.service.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.hosts.HostFile;
import dev.muster.testkit.hosts.SampleHost;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the head hands to YARN. */
class SparkYarnTest {

  private static Map<String, String> files(String... conf) {
    SparkOptions options = SparkOptions.read(Map.of(), List.of(conf));
    SparkPlan plan =
        SparkPlan.of(
            SampleHost.nodes(1),
            Sites.measures(SampleHost.good(1), SampleHost.good(2)),
            options,
            "3.5.6",
            "2.13",
            null);
    return new SparkFiles(plan, options, "dist/d1", "c1", Map.of())
        .of(plan.head(), "s".repeat(64)).stream()
            .collect(Collectors.toMap(HostFile::path, HostFile::content));
  }

  @Test
  void namesNeitherTheMasterNorItsSecret() {
    String conf = String.valueOf(files().get("yarn/spark.conf"));
    assertThat(conf)
        .contains("spark.master=yarn\n", "spark.yarn.maxAppAttempts=1\n")
        .contains(
            "spark.yarn.jars=local:/home/ana/.muster/clusters/lab/services/spark/dist/d1/jars/*\n")
        .doesNotContain("ssssssss", "spark://", "authenticate.secret");
  }

  @Test
  void whatTheUserSaysGoesBeforeOurs() {
    assertThat(files("spark.yarn.maxAppAttempts=3", "spark.x=y").get("yarn/spark.conf"))
        .contains("spark.yarn.maxAppAttempts=3\n", "spark.x=y\n");
  }

  @Test
  void findsTheConfigurationOfHadoopBeside() {
    assertThat(files().get("yarn/argv"))
        .contains(
            "/home/ana/.muster/clusters/lab/services/hadoop/conf:"
                + "/home/ana/.muster/clusters/lab/services/spark/dist/d1/jars/*\n");
  }
}
