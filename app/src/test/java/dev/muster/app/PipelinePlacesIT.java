package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines on a real Spark of this machine, and as jobs of a cluster. */
@Timeout(600)
class PipelinePlacesIT {

  private static final String MAIN =
      """
      public class Components {
        public static void main(String[] args) {
          System.out.println("component " + String.join("|", args));
          if (args[0].equals("Quality")) {
            System.exit(2);
          }
        }
      }
      """;

  @TempDir Path folder;
  private Path user;
  private InProcess muster;

  @BeforeEach
  void makeMuster() throws IOException {
    user = Files.createDirectories(folder.resolve("user"));
    muster =
        new InProcess(user.resolve(".muster"), folder)
            .with("HOME", user.toString())
            .with("MUSTER_SPARK_ARCHIVE", "off");
  }

  @AfterEach
  void nothingIsLeft() {
    muster.run("cluster", "kill", "here", "--yes", "--forget");
    MusterProcess.await(
        "processes end", () -> MusterProcess.processesWith("HOME=" + user).isEmpty());
  }

  /** The form of multimno as it stands, with a jar for its entrypoint. */
  @Test
  void componentsRunOnSparkAndTheirWarningsEndWithTwo() throws IOException {
    Path jars = SparkJars.of("3.5");
    var unused = StepJar.of(folder.resolve("components.jar"), jars, MAIN);
    Files.writeString(folder.resolve("general.ini"), "[Paths]\nhome = /data\n");
    Files.writeString(folder.resolve("step one.ini"), "[Step]\nin = ${Paths:home}/in\n");
    Files.writeString(
        folder.resolve("pipeline.json"),
        """
        {"general_config_path": "general.ini",
         "spark_submit_args": ["--master=local[1]", "--conf", "spark.app.name=it's \\"one\\""],
         "pipeline": [
           {"component_id": "Clean", "component_config_path": "step one.ini"},
           {"component_id": "Quality", "component_config_path": "step one.ini"},
           {"component_id": "Export", "component_config_path": "step one.ini"}]}
        """);

    MusterRun run =
        muster.run(
            "pipeline",
            "run",
            "pipeline.json",
            "--entrypoint",
            "components.jar",
            "--class",
            "Components",
            "--spark-home",
            jars);

    assertThat(run.code()).as(run.toString()).isEqualTo(2);
    assertThat(muster.run("pipeline", "logs", "latest", "Clean").out())
        .contains("component Clean|general.ini|step one.ini");
    assertThat(muster.run("pipeline", "show", "latest", "--json").out())
        .contains("\"state\":\"COMPLETED\"")
        .contains("\"state\":\"WARNED\"")
        .contains("\"state\":\"BLOCKED\"");
    try (var files = Files.list(folder.resolve("results/latest/"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("pipeline.log", "report.html");
    }
  }

  /** How a program ends is told apart, and the cause of it is found, not only in the report. */
  @Test
  void aProgramThatExitsThrowsFillsItsMemoryOrNeverEnds() throws IOException {
    Path jars = SparkJars.of("3.5");
    var unused =
        StepJar.of(
            folder.resolve("ends.jar"),
            jars,
            """
            public class Ends {
              public static void main(String[] args) throws Exception {
                switch (args[0]) {
                  case "exit": System.exit(3);
                  case "memory":
                    java.util.List<long[]> all = new java.util.ArrayList<>();
                    while (true) { all.add(new long[1 << 20]); }
                  case "class": Class.forName("org.example.Missing");
                  default: Thread.sleep(600_000);
                }
              }
            }
            """);
    Files.writeString(
        folder.resolve("ends.yaml"),
        """
        jar: ends.jar
        steps:
          - {id: exit, class: Ends, args: exit, depends_on: []}
          - {id: memory, class: Ends, args: memory, resources: {driver_memory: 512m}, depends_on: []}
          - {id: missing, class: Ends, args: class, depends_on: []}
          - {id: endless, class: Ends, args: never, timeout: 5s, depends_on: []}
          - {id: after, command: [touch, after], depends_on: [exit]}
        """);

    MusterRun run =
        muster.run("pipeline", "run", "ends.yaml", "--spark-home", jars, "--parallel", "4");

    assertThat(run.code()).as(run.toString()).isEqualTo(1);
    assertThat(run.out())
        .contains("exit: exit code 3", "endless: it took longer than its time limit of 5 s")
        .contains("cause      the driver had no memory left")
        .contains("org.example.Missing");
    assertThat(run.out()).doesNotContain("ended from outside");
    assertThat(folder.resolve("after")).doesNotExist();
    MusterRun shown = muster.run("pipeline", "show", "latest");
    assertThat(shown.out())
        .contains("cause      the driver had no memory left", "evidence ", "fix ");
    assertThat(muster.run("pipeline", "show", "latest", "--json").out())
        .contains("\"cause\":{\"summary\":\"the driver had no memory left");
  }

  /** What runs on a cluster is ended there. */
  @Test
  void cancelEndsTheJobOfTheCluster() throws Exception {
    Files.writeString(
        folder.resolve("p.yaml"),
        "steps: [{id: wait, command: [sh, -c, \"touch "
            + folder.resolve("waiting")
            + "; exec sleep 1000\"]}]\n");
    assertThat(muster.run("cluster", "create", "here", "--provider", "local").code()).isZero();
    try (MusterProcess owner =
        MusterProcess.start(
            user.resolve(".muster"),
            folder,
            Map.of("HOME", user.toString()),
            List.of(),
            "pipeline",
            "run",
            "p.yaml",
            "--cluster",
            "here")) {
      MusterProcess.await("it waits", () -> Files.exists(folder.resolve("waiting")));

      MusterRun cancelled = muster.run("pipeline", "cancel", "latest");

      assertThat(cancelled.code()).as(cancelled.toString()).isZero();
      assertThat(cancelled.out()).contains("cancelled; steps that were ended: wait");
      assertThat(owner.end().code()).isEqualTo(130);
    }
    assertThat(muster.run("job", "list", "--json").json())
        .singleElement()
        .asString()
        .contains("state=CANCELLED");
  }

  /** Files travel, logs come home, exit codes are those of the steps. */
  @Test
  void stepsAreJobsOfTheCluster() throws IOException {
    Files.writeString(folder.resolve("say.sh"), "echo said $1; cat data.txt\n");
    Files.writeString(folder.resolve("data.txt"), "some data\n");
    Files.writeString(
        folder.resolve("p.yaml"),
        """
        steps:
          - {id: say, command: [sh, say.sh, "it's \\"quoted\\""], config: data.txt, env: {A: b}}
          - {id: quality, command: [sh, -c, "exit 2"]}
          - {id: export, command: [sh, -c, "echo exported in $PWD"]}
        """);
    assertThat(muster.run("cluster", "create", "here", "--provider", "local").code()).isZero();

    MusterRun run = muster.run("pipeline", "run", "p.yaml", "--cluster", "here");

    assertThat(run.code()).as(run.toString()).isEqualTo(2);
    assertThat(muster.run("pipeline", "logs", "latest", "say").out())
        .isEqualTo("said it's \"quoted\"\nsome data\n");
    assertThat(muster.run("job", "list", "--json").out().lines()).hasSize(2);
    MusterRun resumed = muster.run("pipeline", "run", "--resume", "latest", "--skip", "quality");
    assertThat(resumed.code()).as(resumed.toString()).isZero();
    assertThat(muster.run("pipeline", "logs", "latest", "export").out()).contains("exported in");
  }
}
