package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.RunId;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.Cancellation;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepSite;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubmitCommandTest {

  private static final SparkInstallation SPARK =
      new SparkInstallation("java", "/opt/spark/jars", Map.of("spark.driver.memory", "3g"));

  @Test
  void wordsOfTheUserStandAsTheyAre() {
    List<String> command = command(List.of("--master=local[*]", "--conf", "spark.x=a \"b\""), null);

    assertThat(command).startsWith("java").contains("-Xmx3g", "/opt/spark/jars/*");
    assertThat(
            command.subList(command.indexOf("org.apache.spark.deploy.SparkSubmit"), command.size()))
        .containsExactly(
            "org.apache.spark.deploy.SparkSubmit",
            "--master=local[*]",
            "--conf",
            "spark.x=a \"b\"",
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.dir=file:/runs/1/events",
            "--class",
            "org.example.Main",
            "/app.jar",
            "it's",
            "--master");
  }

  @Test
  void driverGetsWhatSparkSubmitsScriptsWouldGiveIt() {
    assertThat(
            command(
                List.of(
                    "--driver-memory",
                    "2g",
                    "--conf",
                    "spark.driver.extraJavaOptions=-Da=b -Dc='d e'",
                    "--driver-class-path=/first.jar"),
                null))
        .contains("-Xmx2g", "-Da=b", "-Dc=d e", "/first.jar:/opt/spark/jars/*");
  }

  @Test
  void masterOfTheCommandLineComesLast() {
    List<String> command = command(List.of("--master", "local[1]"), "local[4]");

    assertThat(command.lastIndexOf("--master")).isGreaterThan(command.indexOf("local[1]"));
    assertThat(command).contains("local[4]");
  }

  @Test
  void eventLogOfTheUserIsLeftAlone() {
    assertThat(command(List.of("--conf", "spark.eventLog.enabled=false"), null))
        .doesNotContain("spark.eventLog.enabled=true");
    assertThat(command(List.of("--master", "yarn", "--deploy-mode", "cluster"), null))
        .doesNotContain("spark.eventLog.enabled=true");
  }

  /** Our program stands around spark-submit and around the driver; the user's settings stay. */
  @Test
  void exitOfADriverInAContainerIsBroughtHome() {
    List<String> command =
        command(
            List.of(
                "--master=yarn",
                "--deploy-mode",
                "cluster",
                "--jars",
                "a.jar,b.jar",
                "--conf",
                "spark.yarn.tags=mine"),
            null);

    int main = command.indexOf("dev.muster.exit.Submit");
    assertThat(command.get(main - 1)).isEqualTo("/opt/spark/jars/*:/runs/exit.jar");
    String tag = command.get(main + 1);
    assertThat(tag).matches("muster-step-[0-9a-f-]{36}");
    assertThat(command.get(main + 2)).matches("\\.muster/steps/[0-9a-f-]{36}/exit");
    List<String> submit = command.subList(main + 3, command.size());
    assertThat(submit)
        .startsWith("--master=yarn")
        .containsSubsequence(
            "--jars",
            "a.jar,b.jar",
            "--conf",
            "spark.yarn.tags=mine," + tag,
            "--conf",
            "spark.yarn.maxAppAttempts=1",
            "--conf",
            "spark.yarn.appMasterEnv.MUSTER_EXIT_FILE=" + command.get(main + 2),
            "--conf",
            "spark.yarn.appMasterEnv.MUSTER_JOB=r1/a/1",
            "--jars",
            "/runs/exit.jar,a.jar,b.jar")
        .endsWith(
            "--class",
            "dev.muster.exit.Driver",
            "/app.jar",
            "org.example.Main",
            "it's",
            "--master");
  }

  @Test
  void attemptsOfTheUserStayAndDriversHereAreLeftAlone() {
    List<String> cluster =
        List.of("--deploy-mode=cluster", "--conf", "spark.yarn.maxAppAttempts=3");
    assertThat(command(cluster, "yarn"))
        .contains("dev.muster.exit.Submit")
        .doesNotContain("spark.yarn.maxAppAttempts=1");
    assertThat(command(cluster, "spark://h:7077")).doesNotContain("dev.muster.exit.Submit");
    assertThat(command(List.of("--master", "yarn"), null)).doesNotContain("dev.muster.exit.Submit");
    assertThat(
            command(
                List.of(
                    "--master",
                    "yarn",
                    "--deploy-mode=cluster",
                    "--conf",
                    "spark.yarn.submit.waitAppCompletion=false"),
                null))
        .as("nobody waits for it")
        .doesNotContain("dev.muster.exit.Submit");
  }

  private static List<String> command(List<String> options, @Nullable String master) {
    StepWork.Spark work =
        new StepWork.Spark(
            "org.example.Main", Path.of("/app.jar"), options, List.of("it's", "--master"));
    Step step = Step.builder(new StepId("a"), work).build();
    StepSite site =
        new StepSite(
            new RunId("r1"),
            Path.of("/runs"),
            Path.of("/work"),
            Path.of("/home"),
            Map.of(),
            () -> Path.of("/opt/spark"),
            master,
            Clock.systemUTC(),
            Cancellation.NONE,
            line -> {});
    return new SubmitCommand(SPARK, site)
        .of(work, new StepAttempt(step, 1, Path.of("/runs/1"), Map.of(), Instant.EPOCH), null);
  }
}
