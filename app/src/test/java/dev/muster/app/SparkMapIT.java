package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projects on a Spark within one process: what a user gets is what local workers give. */
@Timeout(900)
class SparkMapIT {

  @TempDir Path folder;
  private InProcess muster;

  @BeforeEach
  void muster() {
    muster = new InProcess(folder.resolve("home"), folder).withBriefJavas();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(MusterProcess.processesWith(folder.toString())).as("processes").isEmpty();
    Path scratch = folder.resolve("home/tmp");
    if (Files.isDirectory(scratch)) {
      try (var left = Files.walk(scratch)) {
        assertThat(left.filter(Files::isRegularFile)).as("scratch files").isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "wordcount-command", "license", "headers"})
  void examplesGiveWhatLocalWorkersGive(String example) throws IOException {
    same("3.5", example);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "wordcount-command", "license"})
  @Tag("long")
  void newerSparkGivesTheSame(String example) throws IOException {
    same("4.1", example);
  }

  @Test
  void requirementsAreThoseOfThisMachine() throws Exception {
    Path project = Projects.copy(Projects.example("requirements"), folder.resolve("requirements"));
    Projects.python(project, "build_wheel.py");
    MusterRun run = spark("map", project, "--offline");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(project.resolve("results/latest/results.csv"))).hasSize(3);
  }

  private void same(String version, String example) throws IOException {
    Path project = Projects.copy(Projects.example(example), folder.resolve(example));
    MusterRun local = muster.run("map", project, "--fresh", "-n", "4");
    assertThat(local.code()).as(local.err()).isZero();
    byte[] expected = Files.readAllBytes(project.resolve("results/latest/results.csv"));
    List<Object> words = new ArrayList<>(List.of("map", project, "--fresh", "-n", "4"));
    words.addAll(SparkJars.options(version, "local[2]"));
    MusterRun run = muster.run(words.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(project.resolve("results/latest/results.csv")).hasBinaryContent(expected);
  }

  private MusterRun spark(Object... args) {
    List<Object> words = new ArrayList<>(Arrays.asList(args));
    words.addAll(SparkJars.options("3.5", "local[2]"));
    return muster.run(words.toArray());
  }

  @Test
  void whatTasksPrintAndLargeResultsArrive() throws IOException {
    Path project =
        Projects.threeTasks(
            folder,
            """
            def main(i):
                print("line of", i)
                return {"i": i, "text": str(i) * 3_000_000}
            """);
    MusterRun run = spark("map", project);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(project.resolve("results/latest/logs/000/000001.log")).hasContent("line of 1");
    String results = Files.readString(project.resolve("results/latest/results.csv"));
    assertThat(results).contains("2".repeat(3_000_000));
    assertThat(results.length()).isGreaterThan(9_000_000);
  }

  @Test
  void failuresAreJudgedAsLocally() throws IOException {
    Path project =
        Projects.threeTasks(
            folder,
            """
            import os, time
            def main(i, attempt):
                if i == 0 and attempt == 1:
                    os.kill(os.getpid(), 9)
                if i == 1:
                    raise ValueError("no such luck")
                if i == 2:
                    time.sleep(60)
                return {"attempt": attempt}
            """);
    Files.writeString(
        project.resolve("muster.yaml"),
        Files.readString(project.resolve("muster.yaml")) + "timeout: 2s\n");
    MusterRun run = spark("map", project);
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    MusterRun tasks = muster.run("tasks", "status", "--json");
    MusterRun shown = muster.run("runs", "tasks", id(project));
    assertThat(shown.out() + shown.err() + tasks.err())
        .contains("no such luck")
        .contains("ran longer than 2s");
    assertThat(Files.readString(project.resolve("results/latest/results.csv"))).contains("0,");
  }

  private static String id(Path project) throws IOException {
    return project.resolve("results/latest").toRealPath().getFileName().toString();
  }

  @Test
  void entrypointThatCannotBeImportedIsToldOnce() {
    Path project = Projects.threeTasks(folder, "import no_such_module_here\n");
    MusterRun run = spark("map", project);
    assertThat(run.code()).isEqualTo(65);
    assertThat(run.err()).contains("no_such_module_here").doesNotContain("SparkException");
  }

  @Test
  void secretsReachWorkersAndNothingElse() throws IOException {
    Path project =
        Projects.threeTasks(
            folder,
            """
            import os
            def main(i):
                print("it is", os.environ["PEARL"])
                return {"length": len(os.environ["PEARL"]),
                        "argv": [open("/proc/%s/cmdline" % p).read()
                                 for p in os.listdir("/proc") if p.isdigit() and alive(p)]}
            def alive(p):
                try:
                    return "spark" in open("/proc/%s/cmdline" % p).read().lower()
                except OSError:
                    return False
            """);
    Files.writeString(
        project.resolve("muster.yaml"),
        Files.readString(project.resolve("muster.yaml")) + "secrets: [PEARL]\n");
    muster = muster.with("PEARL", "oyster-4711-oyster");
    MusterRun run = spark("map", project);
    assertThat(run.code()).as(run.err()).isZero();
    String results = Files.readString(project.resolve("results/latest/results.csv"));
    assertThat(results).contains("18").doesNotContain("oyster-4711");
    try (var files = Files.walk(folder)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .filter(file -> MusterProcess.holds(file, "oyster-4711-oyster")))
          .isEmpty();
    }
  }

  @Test
  void refusesWhatCannotWork() {
    Path project = Projects.threeTasks(folder, "def main(i):\n    return {}\n");
    MusterRun noSpark =
        muster.run("map", project, "--engine", "spark", "--spark-home", folder.resolve("none"));
    assertThat(noSpark.code()).isEqualTo(65);
    assertThat(noSpark.err()).contains("no Spark is in").contains("--spark-home");
    MusterRun noEngine = muster.run("map", project, "--master", "local[2]");
    assertThat(noEngine.code()).isEqualTo(64);
    assertThat(noEngine.err()).contains("--engine spark");
    MusterRun badConf = spark("map", project, "--conf", "spark.executor.memory");
    assertThat(badConf.code()).isEqualTo(64);
    assertThat(badConf.err()).contains("KEY=VALUE");
    List<Object> words = new ArrayList<>(List.of("map", project));
    words.addAll(SparkJars.options("3.5", "mesos://x"));
    MusterRun badMaster = muster.run(words.toArray());
    assertThat(badMaster.code()).isEqualTo(64);
    assertThat(badMaster.err()).contains("mesos://x");
  }

  @Test
  void foreignSparkGetsNoSecretInTheOpen() throws IOException {
    Path project = Projects.threeTasks(folder, "def main(i):\n    return {}\n");
    Files.writeString(
        project.resolve("muster.yaml"),
        Files.readString(project.resolve("muster.yaml")) + "secrets: [PEARL]\n");
    muster = muster.with("PEARL", "oyster-4711-oyster");
    List<Object> words = new ArrayList<>(List.of("map", project));
    words.addAll(SparkJars.options("3.5", "spark://127.0.0.1:1"));
    words.addAll(List.of("--conf", "spark.authenticate=true"));
    MusterRun run = muster.run(words.toArray());
    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err())
        .contains("PEARL")
        .contains("spark.network.crypto.enabled, spark.io.encryption.enabled")
        .doesNotContain("oyster");
  }

  @Test
  void applicationThatCannotBeginSaysWhy() {
    Path project = Projects.threeTasks(folder, "def main(i):\n    return {}\n");
    MusterRun run =
        spark(
            "map",
            project,
            "--conf",
            "spark.driver.memory=1g",
            "--conf",
            "spark.serializer=no.such.Serializer");
    assertThat(run.code()).isEqualTo(69);
    assertThat(run.err()).contains("no.such.Serializer");
  }

  @Test
  void fullSpoolWaitsForMuster() throws IOException {
    Path project =
        Projects.threeTasks(folder, "def main(i):\n    return {'i': i, 'text': 'x' * 2_000_000}\n");
    MusterRun run = spark("map", project, "--conf", "spark.muster.spool.bytes=100000");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.size(project.resolve("results/latest/results.csv"))).isGreaterThan(6_000_000);
  }
}
