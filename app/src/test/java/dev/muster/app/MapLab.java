package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Three hosts with Spark on them, for all tests of a class, and a project whose calls on them can
 * be seen from outside. Skips, aloud, where that cannot be.
 */
final class MapLab
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

  static final String CLUSTER = "/root/.muster/clusters/lab";
  static final int UNAVAILABLE = 69;
  static final int TASKS = 24;
  private static final int TURNS = 10;

  /** Says each twentieth of a second which process runs it, where all runs of it can be seen. */
  static final String SLOW =
      """
      import os, time
      def main(i, folder):
          cluster = "%s"
          calls = os.path.join(cluster if os.path.isdir(cluster) else folder, "calls")
          os.makedirs(calls, exist_ok=True)
          for _ in range(10):
              with open(os.path.join(calls, str(i)), "a") as file:
                  file.write("%%d %%d\\n" %% (os.getpid(), time.time_ns()))
              time.sleep(0.05)
          return {"i": i, "square": i * i}
      """
          .formatted(CLUSTER);

  private final @Nullable String version;
  private @Nullable Path folder;
  private @Nullable TestHosts hosts;
  private @Nullable InProcess muster;

  /** With the Spark that Muster takes by itself. */
  MapLab() {
    this(null);
  }

  /** With a Spark of this version; null for the usual one. */
  MapLab(@Nullable String version) {
    this.version = version;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    TestHosts.assumePossible();
    folder = Files.createTempDirectory("muster-lab-");
    hosts = TestHosts.start(3);
    muster = new InProcess(home(), home());
    deploy();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (hosts != null) {
      hosts.close();
    }
    if (folder != null) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** No call was seen yet. */
  @Override
  public void beforeEach(ExtensionContext context) {
    hosts().all().forEach(host -> host.run("rm", "-rf", CLUSTER + "/calls"));
  }

  /** Nothing of the test's run is anywhere. */
  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    assertNothingOfTheRunIsLeft();
  }

  private void deploy() {
    List<Object> create =
        new ArrayList<>(List.of("cluster", "create", "lab", "--user", "root", "-i", hosts().key()));
    create.addAll(List.of("--known-hosts", hosts().knownHosts()));
    hosts().addresses().forEach(host -> create.add(host.host()));
    MusterRun created = muster().run(create.toArray());
    assertThat(created.code()).as(created.out() + created.err()).isZero();
    List<Object> deploy = new ArrayList<>(List.of("cluster", "deploy", "lab", "spark"));
    deploy.addAll(List.of("-o", "memory=1g", "--conf", "spark.executor.memory=512m"));
    if (version != null) {
      deploy.addAll(List.of("--spark-version", version));
    }
    MusterRun deployed = muster().run(deploy.toArray());
    Assumptions.assumeTrue(
        deployed.code() != UNAVAILABLE, "Spark's files are not to be had: " + deployed.err());
    assertThat(deployed.code()).as(deployed.out() + deployed.err()).isZero();
  }

  TestHosts hosts() {
    return Objects.requireNonNull(hosts);
  }

  InProcess muster() {
    return Objects.requireNonNull(muster);
  }

  /** The home of Muster. */
  Path home() {
    return Objects.requireNonNull(folder);
  }

  /** The same lab for a user who has a variable set. */
  void with(String name, String value) {
    muster = muster().with(name, value);
  }

  private void assertNothingOfTheRunIsLeft() throws IOException {
    MusterProcess.await("executors and drivers end", () -> runners().isEmpty());
    Path scratch = home().resolve("tmp");
    if (Files.isDirectory(scratch)) { // without a map there is none
      try (var left = Files.walk(scratch)) {
        assertThat(left.filter(Files::isRegularFile)).as("scratch files").isEmpty();
      }
    }
    for (TestHost host : hosts().all()) {
      if (Files.isDirectory(host.path(CLUSTER + "/runs"))) {
        assertThat(host.run("ls", CLUSTER + "/runs")).as("run folders").isEmpty();
      }
    }
  }

  /** Processes on the hosts that are there for one run only. */
  List<String> runners() {
    return hosts().all().stream()
        .filter(TestHost::isRunning)
        .flatMap(host -> host.processes().stream().map(process -> host + " " + process.command()))
        .filter(line -> line.matches("(?s).*(CoarseGrained|dev.muster.spark.Driver|shim).*"))
        .toList();
  }

  static Object[] words(Object... args) {
    List<Object> words = new ArrayList<>(Arrays.asList(args));
    words.addAll(List.of("--cluster", "lab"));
    return words.toArray();
  }

  /** Settings with which a host that is dead is not waited for longer than a test lasts. */
  static Object[] impatient(Object... more) {
    List<Object> words = new ArrayList<>(Arrays.asList(more));
    words.addAll(List.of("--conf", "spark.network.timeout=12s"));
    words.addAll(List.of("--conf", "spark.network.timeoutInterval=3s"));
    words.addAll(List.of("--conf", "spark.executor.heartbeatInterval=2s"));
    return words.toArray();
  }

  /** A project of {@value #TASKS} tasks that take half a second each. */
  Path slow(Path folder) {
    String numbers = Stream.iterate(0, i -> i + 1).limit(TASKS).toList().toString();
    return Projects.write(
        folder.resolve("p"),
        "muster.yaml",
        "name: p\ninputs: in.txt\nentrypoint: {python: task:main}\nparams: {folder: '"
            + folder
            + "', i: {matrix: "
            + numbers
            + "}}\n",
        "task.py",
        SLOW,
        "in.txt",
        "x");
  }

  CompletableFuture<MusterRun> start(Path project, Object... more) {
    Object[] words = words("map", project);
    return CompletableFuture.supplyAsync(
        () -> muster().run(Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray()));
  }

  /** Tasks that have begun, on whatever host. */
  long begun() {
    return hosts().all().stream()
        .filter(TestHost::isRunning)
        .mapToLong(
            host -> {
              try (Stream<Path> files = Files.list(host.path(CLUSTER + "/calls"))) {
                return files.count();
              } catch (IOException e) {
                return 0;
              }
            })
        .sum();
  }

  /** A project whose one result has so many bytes and some, saved to the bucket {@code results}. */
  static Path large(Path folder, int bytes) {
    return Projects.write(
        folder.resolve("large"),
        "muster.yaml",
        "name: large\ninputs: in.txt\nentrypoint: {python: task:main}\nsaved_to: s3://results/mine\n",
        "task.py",
        "def main(path):\n    return {'text': 'ä\\n' * " + bytes / 4 + "}\n",
        "in.txt",
        "x");
  }

  void awaitBegun(long tasks, CompletableFuture<MusterRun> run) {
    MusterProcess.await("tasks run", () -> begun() >= tasks || run.isDone());
    assertThat(run.isDone()).as("has not ended yet").isFalse();
  }

  static MusterRun end(CompletableFuture<MusterRun> run) throws Exception {
    MusterRun ended = run.get(400, TimeUnit.SECONDS);
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  /** Each task has its result, once. */
  static void assertWhole(Path project) throws IOException {
    List<String> rows = Files.readAllLines(project.resolve("results/latest/results.jsonl"));
    assertThat(rows).hasSize(TASKS);
    for (int i = 0; i < TASKS; i++) {
      String result = "\"result\":{\"i\":" + i + ",\"square\":" + i * i + "}";
      assertThat(rows.stream().filter(row -> row.contains(result))).as(result).hasSize(1);
    }
  }

  /** No task runs while it still runs elsewhere: each call of it ends before the next begins. */
  void assertNeverBesideItself() throws IOException {
    for (int i = 0; i < TASKS; i++) {
      Map<String, long[]> spans = new HashMap<>();
      for (TestHost host : hosts().all()) {
        Path calls = host.path(CLUSTER + "/calls/" + i);
        for (String line : Files.exists(calls) ? Files.readAllLines(calls) : List.<String>of()) {
          String[] words = line.split(" ", -1);
          long time = Long.parseLong(words[1]);
          spans.merge(
              host + "/" + words[0],
              new long[] {time, time},
              (old, now) -> new long[] {Math.min(old[0], now[0]), Math.max(old[1], now[1])});
        }
      }
      List<long[]> sorted = new ArrayList<>(spans.values());
      sorted.sort((a, b) -> Long.compare(a[0], b[0]));
      for (int call = 1; call < sorted.size(); call++) {
        assertThat(sorted.get(call)[0])
            .as("task %s, call %s", i, call + 1)
            .isGreaterThan(sorted.get(call - 1)[1]);
      }
    }
  }

  void assertCalledOnce() {
    for (int i = 0; i < TASKS; i++) {
      assertThat(turns(i)).as("turns of task " + i).hasSize(TURNS);
    }
  }

  /** Tasks that a worker has done, whether Muster knows or not. */
  long finished() {
    return IntStream.range(0, TASKS).filter(i -> turns(i).size() >= TURNS).count();
  }

  private List<String> turns(int task) {
    List<String> turns = new ArrayList<>();
    for (TestHost host : hosts().all()) {
      try {
        turns.addAll(Files.readAllLines(host.path(CLUSTER + "/calls/" + task)));
      } catch (IOException e) {
        // another host ran it, or none has yet
      }
    }
    return turns;
  }

  /** Starts a map as a process and kills it when tasks run. */
  void killMusterIn(Path project) throws Exception {
    try (MusterProcess killed =
        MusterProcess.start(
            home(), project.resolveSibling("."), Map.of(), List.of(), words("map", project))) {
      MusterProcess.await("tasks run", () -> begun() >= 8 || !killed.alive());
      killed.signal("KILL");
      killed.end();
    }
  }

  /** The id of the first run of a project. */
  static String id(Path project) throws IOException {
    try (Stream<Path> runs = Files.list(project.resolve("results"))) {
      return runs.map(run -> run.getFileName().toString())
          .filter(name -> name.startsWith("2"))
          .sorted()
          .toList()
          .get(0);
    }
  }
}
