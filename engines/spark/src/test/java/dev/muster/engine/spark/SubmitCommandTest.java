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
