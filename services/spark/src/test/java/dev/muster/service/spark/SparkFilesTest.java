package dev.muster.service.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.service.spark.SparkFiles.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
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

  private static Map<String, File> files(int host, String... conf) {
    SparkOptions options = SparkOptions.read(Map.of(), List.of(conf));
    SparkPlan plan =
        SparkPlan.of(
            Sites.nodes(1),
            Sites.measures(Sites.good(1), Sites.good(2)),
            options,
            "4.1.1",
            "2.13",
            null);
    return new SparkFiles(plan, options, "dist/d1", "c1", Map.of("TEAM", "blue $(green)"))
        .of(plan.hosts().get(host - 1), SECRET).stream()
            .collect(Collectors.toMap(File::path, file -> file));
  }

  private static Properties defaults(Map<String, File> files) throws IOException {
    Properties read = new Properties();
    read.load(new StringReader(files.get("conf/spark-defaults.conf").content()));
    return read;
  }

  @Test
  void theSecretIsInOneFileThatOnlyItsOwnerReads() throws Exception {
    for (int host = 1; host <= 2; host++) {
      Map<String, File> files = files(host);
      assertThat(files.values())
          .filteredOn(file -> file.content().contains(SECRET))
          .extracting(File::path, File::mode)
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
    Map<String, File> worker = files(2);
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

  @Test
  void filesAreInstalledAsTheyAreAndASecondTimeNothingChanges() throws Exception {
    List<File> files =
        List.of(
            new File("conf/a", "600", "no end of line\n\n  $(x) `y` \"z\" '\\\n\tlast ü"),
            new File("b.sh", "700", "#!/bin/sh\n"),
            new File("empty", "600", ""));
    assertThat(install(files)).isEqualTo("changed\n");
    Path base = folder.resolve("it's here");
    for (File file : files) {
      assertThat(Files.readString(base.resolve(file.path()))).isEqualTo(file.content());
    }
    assertThat(Files.getPosixFilePermissions(base.resolve("conf/a"))).hasSize(2);
    assertThat(Files.getPosixFilePermissions(base.resolve("b.sh"))).hasSize(3);
    assertThat(install(files)).isEmpty();
    assertThat(install(List.of(new File("b.sh", "700", "#!/bin/sh\n#\n")))).isEqualTo("changed\n");
  }

  private String install(List<File> files) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", SparkScripts.text("install.sh"), "sh", "it's here");
    builder.environment().put("HOME", folder.toString());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().write(SparkInstall.bytes(files));
    process.getOutputStream().close();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
