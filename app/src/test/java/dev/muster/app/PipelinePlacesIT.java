package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
