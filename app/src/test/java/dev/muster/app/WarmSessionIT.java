package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.spark.SessionSpecs;
import dev.muster.engine.spark.session.SessionResult;
import dev.muster.engine.spark.session.SessionSpec;
import dev.muster.engine.spark.session.SessionStep;
import dev.muster.engine.spark.session.WarmSessions;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Steps in a warm driver end as they do under spark-submit, and leave nothing to the next one. */
@Timeout(600)
class WarmSessionIT {

  /** What a program may do to the one after it. */
  private static final String STEPS =
      """
      import java.io.Serializable;
      import java.util.*;
      import org.apache.spark.SparkConf;
      import org.apache.spark.SparkContext;
      import org.apache.spark.api.java.JavaSparkContext;

      public class Steps {
        static int calls;

        public static final class Pair implements Serializable {
          final int number;
          Pair(int number) { this.number = number; }
        }

        public static void main(String[] args) throws Exception {
          calls++;
          System.out.println("calls " + calls + " left " + System.getProperty("left"));
          System.setProperty("left", args[0]);
          switch (args[0]) {
            case "sum": {
              JavaSparkContext spark = JavaSparkContext.fromSparkContext(SparkContext.getOrCreate());
              List<Pair> pairs = spark.parallelize(Arrays.asList(1, 2, 3), 2).map(Pair::new).collect();
              int sum = 0;
              for (Pair pair : pairs) { sum += pair.number; }
              System.out.println("sum " + sum + " in " + System.identityHashCode(spark.sc())
                  + " as " + spark.getConf().get("spark.app.name"));
              if (args.length > 1) { spark.stop(); }
              return;
            }
            case "own":
              try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
                System.out.println("count " + spark.parallelize(Arrays.asList(1, 2)).count());
              }
              return;
            case "class":
              System.out.println("made " + Class.forName(args[1]).getConstructor().newInstance());
              return;
            case "exit":
              try { System.exit(3); } catch (Throwable e) { System.exit(4); }
              return;
            case "thread-exit":
              new Thread(() -> System.exit(2)).start();
              Thread.sleep(600_000);
              return;
            case "throw":
              throw new IllegalStateException("as the test wants it");
            case "late":
              new Thread(() -> System.out.println("late word")).start();
              Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook ran")));
              return;
            case "halt":
              ProcessHandle.current().children();
              new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start().waitFor();
              Thread.sleep(600_000);
              return;
            case "memory":
              List<byte[]> all = new ArrayList<>();
              while (true) { all.add(new byte[64 << 20]); }
            case "sleep":
              System.out.println("sleeps");
              new ProcessBuilder("sleep", "600").start();
              Thread.sleep(600_000);
              return;
            default:
          }
        }
      }
      """;

  @TempDir static Path shared;
  private static Path jars;
  private static Path jar;
  private static WarmSessions sessions;
  private static int logs;

  @BeforeAll
  static void driver() {
    jars = SparkJars.of("3.5");
    jar = StepJar.of(shared.resolve("steps.jar"), jars, STEPS);
    sessions =
        new WarmSessions(shared.resolve("driver"), "warm-test-" + ProcessHandle.current().pid());
  }

  @AfterAll
  static void end() {
    if (sessions != null) {
      sessions.close();
      assertThat(MusterProcess.processesWith("warm-test-" + ProcessHandle.current().pid() + "\0"))
          .isEmpty();
    }
  }

  private static SessionSpec spec(String... more) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("SPARK_"));
    List<String> submit = new java.util.ArrayList<>();
    submit.addAll(List.of("--master", "local[2]", "--conf", "spark.ui.enabled=false"));
    submit.addAll(List.of("--conf", "spark.log.level=WARN", "--driver-memory", "512m"));
    submit.addAll(List.of(more));
    return SessionSpecs.of(jars.toString(), submit, environment, shared);
  }

  private static SessionStep step(boolean keep, String... args) {
    logs++;
    return new SessionStep(
        args[0],
        "Steps",
        jar,
        List.of(args),
        shared.resolve(logs + ".log"),
        shared.resolve(logs + ".json"),
        Map.of("spark.app.name", "app of " + args[0]),
        keep);
  }

  private static SessionResult run(SessionStep step) {
    return sessions.run(spec(), step, Duration.ofMinutes(3), Cancellation.NONE);
  }

  private static String log(SessionStep step) throws IOException {
    return Files.readString(step.log());
  }

  @Test
  void stepsAreApartAndEndAsUnderSparkSubmit() throws IOException {
    for (String way : List.of("sum", "own", "sum")) {
      SessionStep step = step(false, way);
      SessionResult result = run(step);
      assertThat(result.exit()).as(log(step)).isZero();
      assertThat(log(step)).contains("calls 1 left null");
    }
    SessionStep exit = step(false, "exit");
    assertThat(run(exit).exit()).as("the first status counts").isEqualTo(3);
    SessionStep thread = step(false, "thread-exit");
    assertThat(run(thread).exit()).isEqualTo(2);
    SessionStep thrown = step(false, "throw");
    SessionResult failed = run(thrown);
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.error()).contains("IllegalStateException: as the test wants it");
    assertThat(log(thrown)).contains("at Steps.main(Steps.java");
    SessionStep late = step(false, "late");
    assertThat(run(late).exit()).isZero();
    assertThat(log(late)).contains("late word").contains("hook ran");
    SessionStep last = step(false, "sum");
    SessionResult result = run(last);
    assertThat(log(last)).contains("sum 6").contains("as app of sum");
    assertThat(result.notes()).as("all of it was one driver").isEmpty();
    SessionStep missing =
        new SessionStep(
            "none",
            "org.x.None",
            jar,
            List.of(),
            shared.resolve("none.log"),
            shared.resolve("none.json"),
            Map.of(),
            false);
    assertThat(run(missing).error()).contains("ClassNotFoundException: org.x.None");
  }

  @Test
  void theJarsOfTheOptionsAreThere() throws IOException {
    Path word =
        StepJar.of(
            shared.resolve("word.jar"),
            jars,
            "public class Word { public String toString() { return \"of --jars\"; } }");
    SessionStep named = step(false, "class", "Word");
    SessionResult result =
        sessions.run(
            spec("--jars", word.toString()), named, Duration.ofMinutes(3), Cancellation.NONE);
    assertThat(result.exit()).as(log(named)).isZero();
    assertThat(log(named)).contains("made of --jars");
  }

  @Test
  void aKeptContextGoesOnToStepsOfTheSameJars() throws IOException {
    SessionStep first = step(true, "sum");
    assertThat(run(first).exit()).isZero();
    SessionStep second = step(true, "sum");
    assertThat(run(second).exit()).isZero();
    assertThat(context(second)).isEqualTo(context(first));
    SessionStep own = step(true, "own");
    SessionResult again = run(own);
    assertThat(again.exit()).as(log(own)).isZero();
    assertThat(again.attempts()).isEqualTo(2);
    assertThat(again.notes()).singleElement().asString().contains("a Spark context of its own");
    SessionStep stops = step(true, "sum", "stop");
    assertThat(run(stops).exit()).isZero();
    SessionStep after = step(false, "sum");
    assertThat(run(after).exit()).as(log(after)).isZero();
    assertThat(context(after)).isNotEqualTo(context(stops));
  }

  private static String context(SessionStep step) throws IOException {
    String log = log(step);
    return log.substring(log.indexOf(" in "), log.indexOf(" as "));
  }

  @Test
  void aCrashRunsOnlyItsStepAgainInANewDriver() throws IOException {
    assertThat(run(step(false, "sum")).exit()).isZero();
    SessionStep halt = step(false, "halt");
    SessionResult killed = run(halt);
    assertThat(killed.crashed()).isTrue();
    assertThat(killed.exit()).isEqualTo(128 + 9);
    assertThat(killed.attempts()).isEqualTo(2);
    assertThat(killed.notes()).last().asString().contains("ended with status 137 in step halt");
    SessionStep memory = step(false, "memory");
    SessionResult out = run(memory);
    assertThat(out.crashed()).isTrue();
    assertThat(log(memory)).contains("OutOfMemoryError");
    SessionStep after = step(false, "sum");
    SessionResult fine = run(after);
    assertThat(fine.exit()).as(log(after)).isZero();
    assertThat(fine.attempts()).isEqualTo(1);
  }

  @Test
  void anotherConfigurationIsAnotherDriverAndTheTimeIsKept() {
    assertThat(run(step(false, "sum")).exit()).isZero();
    SessionSpec other = spec("--conf", "spark.x=1");
    SessionResult result =
        sessions.run(other, step(false, "sum"), Duration.ofMinutes(3), Cancellation.NONE);
    assertThat(result.exit()).isZero();
    assertThat(result.notes()).singleElement().asString().contains("options spark.x=1");
    SessionStep sleep = step(false, "sleep");
    assertThatThrownBy(
            () ->
                sessions.run(
                    other,
                    sleep,
                    Duration.ofMinutes(3),
                    () -> Files.exists(sleep.log()) && text(sleep).contains("sleeps")))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED));
    assertThat(MusterProcess.processesWith("warm-test-" + ProcessHandle.current().pid() + "\0"))
        .as("the step's own children too")
        .isEmpty();
  }

  private static String text(SessionStep step) {
    try {
      return log(step);
    } catch (IOException e) {
      return "";
    }
  }
}
