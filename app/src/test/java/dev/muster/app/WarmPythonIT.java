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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Python files in a warm driver of a real Spark. */
@Timeout(600)
class WarmPythonIT {

  /** What a program may do to the one after it. */
  private static final String STEP =
      """
      import atexit, os, signal, subprocess, sys, threading, time
      way = sys.argv[1]
      print("calls", len(getattr(os, "calls", [])), "left", os.environ.get("LEFT"), "in", os.getcwd())
      os.calls = [way]
      os.environ["LEFT"] = way
      os.chdir("/")
      def spark():
          import pyspark
          java = pyspark.Java()
          context = java.ask("i", "org.apache.spark.SparkContext")
          print("name", java.ask("c", context, "appName"), "id", java.ask("c", context, "applicationId"))
          print("own", java.ask("c", "z:java.lang.System", "getProperty", "sspark.own"))
      if way == "spark": spark()
      if way == "module":
          import helper
          print("helper", helper.WORD)
      if way == "exit": sys.exit(int(sys.argv[2]))
      if way == "exit-at-once": os._exit(4)
      if way == "words": sys.exit("words of the end")
      if way == "raise": raise ValueError("as the test wants it")
      if way == "late":
          atexit.register(print, "at exit")
          threading.Thread(target=lambda: (time.sleep(0.3), print("late word"))).start()
      if way == "kill": os.kill(os.getpid(), signal.SIGKILL)
      if way == "interpreter" and not os.path.exists(sys.argv[2]):
          open(sys.argv[2], "w").close()
          os.kill(os.getppid(), signal.SIGKILL)
          time.sleep(600)
      if way == "sleep":
          subprocess.Popen(["sleep", "600"])
          print("sleeps", flush=True)
          time.sleep(600)
      """;

  private static final String MARK = "warm-python-" + ProcessHandle.current().pid();

  @TempDir static Path shared;
  private static Path jars;
  private static Path script;
  private static WarmSessions sessions;
  private static int logs;

  @BeforeAll
  static void driver() throws IOException {
    jars = SparkJars.of("3.5");
    script = Files.writeString(shared.resolve("a step.py"), STEP);
    StandInPyspark.writeTo(shared.resolve("lib"));
    Files.writeString(shared.resolve("helper.py"), "WORD = 'beside'");
    Files.createDirectories(shared.resolve("more"));
    Files.writeString(shared.resolve("more/helper.py"), "WORD = 'of --py-files'");
    sessions = new WarmSessions(shared.resolve("driver"), MARK);
  }

  @AfterAll
  static void end() {
    if (sessions != null) {
      sessions.close();
      assertThat(MusterProcess.processesWith(MARK + "\0")).isEmpty();
    }
  }

  private static SessionSpec spec(Map<String, String> variables, String... more) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.matches("(PY)?SPARK_.*"));
    environment.put("PYTHONPATH", shared.resolve("lib").toString());
    environment.putAll(variables);
    List<String> submit = new ArrayList<>();
    submit.addAll(List.of("--master", "local[2]", "--conf", "spark.ui.enabled=false"));
    submit.addAll(List.of("--conf", "spark.log.level=WARN", "--driver-memory", "512m"));
    submit.addAll(List.of(more));
    return SessionSpecs.of(jars.toString(), submit, environment, shared);
  }

  private static SessionStep step(String... args) {
    return step(null, script, args);
  }

  private static SessionStep step(@Nullable String main, Path application, String... args) {
    logs++;
    return new SessionStep(
        args[0],
        main,
        application,
        List.of(args),
        shared.resolve(logs + ".log"),
        shared.resolve(logs + ".json"),
        Map.of("spark.app.name", "app of " + args[0], "spark.own", "step " + logs),
        false);
  }

  private static SessionResult run(SessionSpec spec, SessionStep step) {
    return sessions.run(spec, step, Duration.ofMinutes(3), Cancellation.NONE);
  }

  private static SessionResult run(SessionStep step) {
    return run(spec(Map.of()), step);
  }

  private static String log(SessionStep step) throws IOException {
    return Files.readString(step.log());
  }

  private static void endsWith(int exit, String words, String... args) throws IOException {
    SessionStep step = step(args);
    SessionResult result = run(step);
    assertThat(result.exit()).as(log(step)).isEqualTo(exit);
    assertThat(result.notes()).as("all of it is one driver").isEmpty();
    assertThat(log(step)).contains("calls 0 left None in " + shared).contains(words);
  }

  @Test
  void stepsAreApartAndEndAsUnderSparkSubmit() throws IOException {
    assertThat(run(step("first")).exit()).isZero();
    endsWith(0, "name app of spark id local-", "spark");
    endsWith(3, "", "exit", "3");
    endsWith(4, "", "exit-at-once");
    endsWith(1, "words of the end", "words");
    endsWith(137, "", "kill");
    endsWith(0, "late word\nat exit", "late");
    endsWith(0, "helper beside", "module");
    SessionStep raises = step("raise");
    assertThat(run(raises).exit()).isEqualTo(1);
    assertThat(log(raises))
        .contains("Traceback")
        .contains("ValueError: as the test wants it")
        .doesNotContain("__main__.py");
    SessionStep last = step("spark");
    assertThat(run(last).exit()).as(log(last)).isZero();
    assertThat(log(last)).contains("own step " + logs);
    SessionStep missing = step(null, shared.resolve("none.py"), "none");
    assertThat(run(missing).exit()).isEqualTo(1);
    assertThat(log(missing)).contains("No such file or directory").contains("none.py");
  }

  @Test
  void aClassAndAFileOfPythonShareTheDriver() throws IOException {
    Path jar =
        StepJar.of(
            shared.resolve("count.jar"),
            jars,
            """
            import java.util.Arrays;
            import org.apache.spark.SparkConf;
            import org.apache.spark.api.java.JavaSparkContext;
            public class Count {
              public static void main(String[] args) {
                JavaSparkContext spark = new JavaSparkContext(new SparkConf()); // is left open
                System.out.println("count " + spark.parallelize(Arrays.asList(1, 2)).count());
              }
            }
            """);
    assertThat(run(step("spark")).exit()).isZero();
    SessionStep counts = step("Count", jar, "count");
    assertThat(run(counts).exit()).as(log(counts)).isZero();
    SessionStep python = step("spark");
    SessionResult result = run(python);
    assertThat(result.exit()).as(log(python)).isZero();
    assertThat(result.application()).isNotNull();
    assertThat(log(python)).contains(String.valueOf(result.application()));
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void whatTheOptionsNameIsThere() throws IOException {
    SessionSpec spec = spec(Map.of(), "--py-files", shared.resolve("more/helper.py").toString());
    Path elsewhere = Files.createDirectories(shared.resolve("elsewhere")).resolve("step.py");
    Files.copy(script, elsewhere);
    SessionStep module = step(null, elsewhere, "module");
    assertThat(run(spec, module).exit()).as(log(module)).isZero();
    assertThat(log(module)).contains("helper of --py-files");
    SessionStep none = step("first");
    SessionResult failed = run(spec(Map.of("PYSPARK_PYTHON", "/no/python")), none);
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.error())
        .contains("no Python runs the step")
        .contains("/no/python")
        .contains("PYSPARK_PYTHON");
    SessionResult bare =
        run(spec(Map.of("PYTHONPATH", "", "PYSPARK_PYTHON", "/usr/bin/python3")), step("first"));
    assertThat(bare.exit()).isZero();
    assertThat(bare.notes())
        .contains(
            "/usr/bin/python3 has no PySpark, so only steps that do without can run:"
                + " /usr/bin/python3 -m pip install pyspark");
  }

  @Test
  void aLostInterpreterRunsItsStepAgainAndAStoppedStepLeavesNothing() throws IOException {
    SessionStep lost = step("interpreter", shared.resolve("lost").toString());
    SessionResult again = run(lost);
    assertThat(again.exit()).as(log(lost)).isZero();
    assertThat(again.attempts()).isEqualTo(2);
    assertThat(log(lost)).contains("the interpreter is gone");
    SessionStep sleep = step("sleep");
    assertThatThrownBy(
            () ->
                sessions.run(
                    spec(Map.of()),
                    sleep,
                    Duration.ofMinutes(3),
                    () -> Files.exists(sleep.log()) && text(sleep).contains("sleeps")))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED));
    assertThat(MusterProcess.processesWith(MARK + "\0"))
        .as("the step's own children too")
        .isEmpty();
  }

  @Test
  void aPipelineOfBothRunsInOneDriver() throws IOException {
    Path here = Files.createDirectories(shared.resolve("pipeline"));
    Files.copy(script, here.resolve("step.py"));
    Path pipeline =
        Files.writeString(
            here.resolve("p.yaml"),
            """
            steps:
              - {id: one, script: step.py, args: [spark]}
              - {id: two, script: step.py, args: [spark]}
              - {id: three, script: step.py, args: [exit, "2"]}
            """);
    InProcess muster =
        new InProcess(here.resolve("home"), here)
            .with("MUSTER_SPARK_ARCHIVE", "off")
            .with("PYTHONPATH", shared.resolve("lib").toString());
    MusterRun run =
        muster.run(
            "pipeline",
            "run",
            pipeline,
            "--reuse-session",
            "--spark-home",
            jars,
            "--master",
            "local[2]");
    assertThat(run.code()).as(run.toString()).isEqualTo(2);
    Path results = here.resolve("results/latest");
    assertThat(results.resolve("session-1/driver-1.log")).exists();
    assertThat(results.resolve("session-1/driver-2.log")).doesNotExist();
    assertThat(results.resolve("session-2")).doesNotExist();
    assertThat(Files.readString(results.resolve("steps/one/1/log"))).contains("name one id local-");
    assertThat(Files.readString(results.resolve("steps/two/1/log"))).contains("name two id local-");
  }

  private static String text(SessionStep step) {
    try {
      return log(step);
    } catch (IOException e) {
      return "";
    }
  }
}
