package dev.muster.service.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.hosts.HostFile;
import dev.muster.testkit.hosts.SampleHost;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkFilesTest {

  private static final String SECRET = "0123456789abcdef".repeat(4);

  @TempDir Path folder;

  private static Map<String, HostFile> files(int host, String... conf) {
    SparkOptions options = SparkOptions.read(Map.of(), List.of(conf));
    SparkPlan plan =
        SparkPlan.of(
            SampleHost.nodes(1),
            Sites.measures(SampleHost.good(1), SampleHost.good(2)),
            options,
            "4.1.1",
            "2.13",
            null);
    return new SparkFiles(plan, options, "dist/d1", "c1", Map.of("TEAM", "blue $(green)"))
        .of(plan.hosts().get(host - 1), SECRET).stream()
            .collect(Collectors.toMap(HostFile::path, file -> file));
  }

  private static Properties defaults(Map<String, HostFile> files) throws IOException {
    Properties read = new Properties();
    read.load(new StringReader(files.get("conf/spark-defaults.conf").content()));
    return read;
  }

  @Test
  void theSecretIsInOneFileThatOnlyItsOwnerReads() throws Exception {
    for (int host = 1; host <= 2; host++) {
      Map<String, HostFile> files = files(host);
      assertThat(files.values())
          .filteredOn(file -> file.content().contains(SECRET))
          .extracting(HostFile::path, HostFile::mode)
          .containsExactly(
              org.assertj.core.api.Assertions.tuple("conf/spark-defaults.conf", "600"));
      assertThat(files.values().toString()).doesNotContain(SECRET);
      assertThat(files.values()).allSatisfy(file -> assertThat(file.mode()).isIn("600", "700"));
      assertThat(defaults(files))
          .containsEntry("spark.authenticate", "true")
          .containsEntry("spark.authenticate.secret", SECRET)
          .containsEntry("spark.master.rest.enabled", "false")
          .containsEntry("spark.master", "spark://10.0.0.1:7077")
          .containsEntry("spark.executor.memory", "14746m");
    }
  }

  @Test
  void programsGetWhatTheyNeed() {
    List<String> master = files(1).get("master/argv").content().lines().toList();
    assertThat(master)
        .startsWith("/usr/lib/jvm/17/bin/java", "-XX:+IgnoreUnrecognizedVMOptions")
        .containsSubsequence(
            "-cp",
            "/home/ana/.muster/clusters/lab/services/spark/conf:/home/ana/.muster/clusters/lab/services/spark/dist/d1/jars/*",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "10.0.0.1",
            "--port",
            "7077");
    Map<String, HostFile> worker = files(2);
    assertThat(worker).doesNotContainKey("master/argv");
    assertThat(worker.get("worker/argv").content().lines())
        .containsSubsequence("--cores", "4", "--memory", "14746M")
        .endsWith("spark://10.0.0.1:7077");
    assertThat(worker.get("worker/env").content().lines())
        .contains(
            "JAVA_HOME=/usr/lib/jvm/17",
            "SPARK_HOME=/home/ana/.muster/clusters/lab/services/spark/dist/d1",
            "SPARK_SCALA_VERSION=2.13",
            "SPARK_LOCAL_IP=10.0.0.2",
            "TEAM=blue $(green)");
    assertThat(worker.get("worker/id").content()).isEqualTo("c1-2-spark-worker\n");
  }

  @Test
  void theUsersSettingsArriveAsTheyStandAndGoBeforeOurs() throws Exception {
    Properties read =
        defaults(
            files(
                1,
                "spark.executor.memory=1g",
                "spark.a= x\\n=ü#!:",
                "spark.b=${HOME}$(id)`id`'\"",
                "spark.c="));
    assertThat(read)
        .containsEntry("spark.executor.memory", "1g")
        .containsEntry("spark.a", " x\\n=ü#!:")
        .containsEntry("spark.b", "${HOME}$(id)`id`'\"")
        .containsEntry("spark.c", "");
  }
}
