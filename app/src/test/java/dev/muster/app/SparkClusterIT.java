package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.run.RunControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projects on a Spark with executors of their own, which do not see the project's folder. */
@Timeout(900)
class SparkClusterIT {

  /** Notes each call, and takes a while. */
  private static final String SLOW =
      """
      import os, time
      def main(i, folder):
          with open(os.path.join(folder, "calls-%d" % i), "a") as calls:
              calls.write("x")
          time.sleep(0.4)
          return {"i": i, "square": i * i}
      """;

  /** The same, and none ends before it may. */
  private static final String HELD =
      SLOW.replace(
          "    time.sleep",
          """
              while not os.path.exists(os.path.join(folder, "go")):
                  time.sleep(0.02)
              time.sleep\
          """);

  @TempDir static Path clusterFolder;
  private static SparkStandalone cluster;
  @TempDir Path folder;
  private InProcess muster;

  @BeforeAll
  static void start() throws IOException {
    cluster = new SparkStandalone(clusterFolder, SparkJars.of("3.5"));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void muster() {
    muster = new InProcess(folder.resolve("home"), folder).withBriefJavas();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    MusterProcess.await("executors end", () -> cluster.executors().isEmpty());
    MusterProcess.await(
        "processes end", () -> MusterProcess.processesWith(folder.toString()).isEmpty());
    try (var left = Files.walk(folder.resolve("home/tmp"))) {
      assertThat(left.filter(Files::isRegularFile)).as("scratch files").isEmpty();
    }
    MusterProcess.await(
        "Spark removes what executors had",
        () -> {
          try {
            return cluster.leftovers().isEmpty();
          } catch (IOException e) {
            return false; // it is at it
          }
        });
  }

  private static Object[] words(Object... args) {
    List<Object> words = new ArrayList<>(Arrays.asList(args));
    words.addAll(SparkJars.options("3.5", cluster.master()));
    words.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
    words.addAll(List.of("--conf", "spark.executor.memory=512m"));
    return words.toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "wordcount-command", "headers"})
  void examplesGiveWhatLocalWorkersGive(String example) throws IOException {
    Path project = Projects.copy(Projects.example(example), folder.resolve(example));
    MusterRun local = muster.run("map", project, "--fresh", "-n", "4");
    assertThat(local.code()).as(local.err()).isZero();
    byte[] expected = Files.readAllBytes(project.resolve("results/latest/results.csv"));
    MusterRun run = muster.run(words("map", project, "--fresh", "-n", "4"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(project.resolve("results/latest/results.csv")).hasBinaryContent(expected);
  }

  private Path slow(int tasks) {
    return slow(folder, tasks, SLOW);
  }

  private static Path slow(Path folder, int tasks, String function) {
    String numbers = Stream.iterate(0, i -> i + 1).limit(tasks).toList().toString();
    return Projects.write(
        folder.resolve("p"),
        "muster.yaml",
        "name: p\ninputs: in.txt\nentrypoint: {python: task:main}\nparams: {folder: '"
            + folder
            + "', i: {matrix: "
            + numbers
            + "}}\n",
        "task.py",
        function,
        "in.txt",
        "x");
  }

  private long begun() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("calls-")).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static void assertWhole(Path project, int tasks) throws IOException {
    List<String> rows = Files.readAllLines(project.resolve("results/latest/results.jsonl"));
    assertThat(rows).hasSize(tasks);
    for (int i = 0; i < tasks; i++) {
      String result = "\"result\":{\"i\":" + i + ",\"square\":" + i * i + "}";
      assertThat(rows.stream().filter(row -> row.contains(result))).as(result).hasSize(1);
    }
  }

  private static String run(Path project) throws IOException {
    try (Stream<Path> runs = Files.list(project.resolve("results"))) {
      return runs.map(run -> run.getFileName().toString())
          .filter(name -> name.startsWith("2"))
          .sorted()
          .toList()
          .get(0);
    }
  }

  @Test
  void executorThatIsKilledLosesNothing() throws Exception {
    Path project = slow(24);
    CompletableFuture<MusterRun> run =
        CompletableFuture.supplyAsync(() -> muster.run(words("map", project)));
    MusterProcess.await("tasks run", () -> begun() >= 6);
    ProcessHandle victim = cluster.executors().get(0);
    List<ProcessHandle> workers = victim.descendants().toList();
    assertThat(workers).isNotEmpty();
    assertThat(victim.destroyForcibly()).isTrue();
    MusterProcess.await(
        "its workers end", () -> workers.stream().noneMatch(ProcessHandle::isAlive));
    MusterRun ended = run.get(400, TimeUnit.SECONDS);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertWhole(project, 24);
  }

  @Test
  void driverThatIsKilledIsStartedAgain() throws Exception {
    Path project = slow(24);
    CompletableFuture<MusterRun> run =
        CompletableFuture.supplyAsync(() -> muster.run(words("map", project)));
    MusterProcess.await("tasks run", () -> begun() >= 6);
    List<ProcessHandle> drivers = drivers();
    assertThat(drivers).hasSize(1);
    assertThat(drivers.get(0).destroyForcibly()).isTrue();
    MusterRun ended = run.get(400, TimeUnit.SECONDS);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertWhole(project, 24);
  }

  private List<ProcessHandle> drivers() {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              Path line = Path.of("/proc", Long.toString(process.pid()), "cmdline");
              return MusterProcess.holds(line, "dev.muster.spark.Driver")
                  && MusterProcess.holds(line, folder.toString());
            })
        .toList();
  }

  @Test
  void musterThatIsKilledGoesOnWithResume() throws Exception {
    Path project = slow(24);
    Path home = folder.resolve("home");
    try (MusterProcess killed =
        MusterProcess.start(home, folder, Map.of(), List.of(), words("map", project))) {
      MusterProcess.await("tasks run", () -> begun() >= 8 || !killed.alive());
      killed.signal("KILL");
      killed.end();
    }
    MusterProcess.await("its driver ends with it", () -> drivers().isEmpty());
    MusterRun resumed = muster.run(words("runs", "resume", run(project)));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertWhole(project, 24);
  }

  @Test
  void firstStopLetsRunningTasksEndAndResumeDoesTheRest() throws Exception {
    Path project = slow(folder, 24, HELD);
    RunControl control = new RunControl();
    CompletableFuture<MusterRun> run =
        CompletableFuture.supplyAsync(() -> muster.run(control, words("map", project)));
    MusterProcess.await("tasks run", () -> begun() >= 4);
    control.requestStop();
    Files.createFile(folder.resolve("go"));
    MusterRun stopped = run.get(400, TimeUnit.SECONDS);
    assertThat(stopped.code()).as(stopped.err()).isEqualTo(130);
    assertThat(begun()).isLessThan(24);
    MusterRun resumed = muster.run(words("runs", "resume", run(project)));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertWhole(project, 24);
    for (int i = 0; i < 24; i++) {
      assertThat(folder.resolve("calls-" + i)).hasContent("x");
    }
  }

  @Test
  void twoThousandBriefTasks() throws IOException {
    Path project = slow(folder, 2_000, "def main(i):\n    return {'i': i, 'square': i * i}\n");
    MusterRun run = muster.run(words("map", project));
    assertThat(run.code()).as(run.err()).isZero();
    assertWhole(project, 2_000);
    String times = Files.readString(project.resolve("results/latest/performance.json"));
    report(
        "2,000 brief tasks on Spark, 2 executors with 2 slots each: start "
            + seconds(times, "initial_process_time")
            + " s, first begin to last end "
            + seconds(times, "task_duration_in_parallelism")
            + " s");
  }

  private static String seconds(String json, String name) {
    Matcher value = Pattern.compile("\"" + name + "\"\\s*:\\s*([0-9.]+)").matcher(json);
    assertThat(value.find()).isTrue();
    return value.group(1);
  }

  private static void report(String line) throws IOException {
    Path target = Path.of(System.getProperty("muster.root"), "app", "target", "spark-times.txt");
    Files.writeString(target, line + "\n");
  }
}
