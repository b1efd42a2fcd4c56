package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.diagnosis.events.EventLogs;
import dev.muster.engine.spark.SessionEngine;
import dev.muster.model.RunId;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.Cancellation;
import dev.muster.spi.pipeline.RunningStep;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepEnd;
import dev.muster.spi.pipeline.StepLauncher;
import dev.muster.spi.pipeline.StepSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The warm driver as an engine of steps: ends, event logs, time limits, taking over. */
@Timeout(600)
class SessionEngineIT {

  private static final String PROGRAM =
      """
      import java.util.Arrays;
      import org.apache.spark.SparkConf;
      import org.apache.spark.api.java.JavaSparkContext;

      public class Program {
        public static void main(String[] args) throws Exception {
          try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
            System.out.println("count " + spark.parallelize(Arrays.asList(1, 2, 3), 2).count());
          }
          if (args[0].equals("sleep")) { Thread.sleep(600_000); }
          System.exit(Integer.parseInt(args[0]));
        }
      }
      """;

  @TempDir Path folder;
  private Path jars;
  private Path jar;

  @BeforeEach
  void program() {
    jars = SparkJars.of("3.5");
    jar = StepJar.of(folder.resolve("program.jar"), jars, PROGRAM);
  }

  private StepLauncher open() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(
        "MUSTER_SPARK_ARCHIVE", "off"); // it would be made in this folder when that is gone
    return new SessionEngine()
        .open(
            new StepSite(
                new RunId("session-engine-it"),
                folder,
                folder,
                folder,
                environment,
                () -> jars,
                "local[2]",
                Clock.systemUTC(),
                Cancellation.NONE,
                line -> {}));
  }

  private StepAttempt attempt(String id, String argument, @Nullable Duration timeout)
      throws IOException {
    Step step =
        Step.builder(
                new StepId(id),
                new StepWork.Spark(
                    "Program",
                    jar,
                    List.of("--conf", "spark.ui.enabled=false", "--driver-memory=512m"),
                    List.of(argument)))
            .timeout(timeout)
            .build();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("SPARK_"));
    environment.put("MUSTER_STEP", id);
    return new StepAttempt(
        step,
        1,
        Files.createDirectories(folder.resolve("steps").resolve(id)),
        environment,
        Clock.systemUTC().instant());
  }

  private static StepEnd end(RunningStep step) throws Exception {
    return step.end().get(300, TimeUnit.SECONDS);
  }

  @Test
  void stepsEndWithTheirCodeAndAreKnownToTheNextMuster() throws Exception {
    StepAttempt good = attempt("good", "0", null);
    StepAttempt warned = attempt("warned", "2", null);
    try (StepLauncher engine = open()) {
      assertThat(new SessionEngine().takes(good.step())).isTrue();
      assertThat(end(engine.start(good)).exitCode()).as(Files.readString(good.log())).isEqualTo(0);
      assertThat(end(engine.start(warned)).exitCode()).isEqualTo(2);
    }
    assertThat(Files.readString(good.log())).contains("count 3");
    assertThat(EventLogs.read(good.events()))
        .singleElement()
        .satisfies(
            figures -> {
              assertThat(figures.name()).isEqualTo("good");
              assertThat(figures.tasks()).isEqualTo(2);
              assertThat(figures.note()).isNull();
            });
    assertThat(folder.resolve("session-1")).isDirectory();
    assertThat(folder.resolve("session-2")).as("one driver for both").doesNotExist();
    try (StepLauncher next = open()) {
      assertThat(next.adopt(warned, "steps/warned"))
          .hasValueSatisfying(
              step -> assertThat(step.end().getNow(null)).isEqualTo(StepEnd.exited(2)));
      assertThat(next.adopt(attempt("never", "0", null), null)).isEmpty();
    }
  }

  @Test
  void aStepThatIsStoppedOrTakesTooLongGoesWithItsDriver() throws Exception {
    StepAttempt late = attempt("late", "sleep", Duration.ofSeconds(1));
    StepAttempt stopped = attempt("stopped", "sleep", null);
    try (StepLauncher engine = open()) {
      assertThat(end(engine.start(late)).cause()).isEqualTo(StepEnd.Cause.TIMED_OUT);
      RunningStep running = engine.start(stopped);
      MusterProcess.await("it works", () -> MusterProcess.holds(stopped.log(), "count 3"));
      running.cancel(Duration.ofSeconds(1));
      assertThat(end(running).cause()).isEqualTo(StepEnd.Cause.CANCELLED);
      assertThat(engine.adopt(stopped, running.handle())).isEmpty();
    }
    assertThat(MusterProcess.processesWith("session-engine-it/session")).isEmpty();
  }
}
