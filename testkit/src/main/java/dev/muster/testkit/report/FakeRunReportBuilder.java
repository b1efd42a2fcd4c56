package dev.muster.testkit.report;

import dev.muster.model.Digest;
import dev.muster.model.Fact;
import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.model.ProjectName;
import dev.muster.model.ResultFile;
import dev.muster.model.Run;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.RunTimings;
import dev.muster.model.TaskResult;
import dev.muster.model.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Describes a run to {@link FakeRunReport}. */
public final class FakeRunReportBuilder {

  /** When every fake run starts. */
  public static final Instant START = Instant.parse("2026-11-20T19:00:00Z");

  long seed = 1;
  int nodes = 1;
  int workersPerNode = 2;
  int tasks = 10;
  int rounds = 1;
  int failures;
  int cached;
  int pending;
  Duration shortest = Duration.ofMillis(20);
  Duration longest = Duration.ofMillis(90);
  Duration gap = Duration.ofMillis(1);
  Path folder = Path.of("results");
  String project = "weather";
  List<String> command = List.of("muster", "map", "examples/weather", "--failed");
  List<Fact> environment =
      List.of(new Fact("host", "laptop"), new Fact("python", "3.11.2"), new Fact("java", "17"));
  IntFunction<String> file = i -> "data/station-%04d.csv".formatted(i);
  IntFunction<String> result = i -> "{\"mean\":%d.25,\"rows\":%d}".formatted(i % 40, 100 + i);
  IntFunction<Failure> failure = FakeRunReportBuilder::valueError;
  final Map<ResultFile, String> fileNames = new LinkedHashMap<>();
  final Map<String, List<Object>> params = new LinkedHashMap<>();
  final List<String> columns = new ArrayList<>();
  final List<TaskResult> given = new ArrayList<>();
  final Map<String, String> blobs = new LinkedHashMap<>();
  final List<String> secrets = new ArrayList<>();

  FakeRunReportBuilder() {}

  private static Failure valueError(int ordinal) {
    String message = "ValueError: no column temp in station-%04d.csv".formatted(ordinal);
    String trace =
        """
        Traceback (most recent call last):
          File "entrypoint.py", line 12, in main
            raise ValueError(f"no column {column} in {file}")
        """;
    return new Failure(FailureKind.EXCEPTION, message, trace + message);
  }

  /** What durations and failures are drawn from. */
  public FakeRunReportBuilder seed(long value) {
    seed = value;
    return this;
  }

  /** Machines: node-01, node-02, … */
  public FakeRunReportBuilder nodes(int value) {
    nodes = value;
    return this;
  }

  /** Worker processes of each machine. */
  public FakeRunReportBuilder workersPerNode(int value) {
    workersPerNode = value;
    return this;
  }

  /** Tasks in each round. */
  public FakeRunReportBuilder tasks(int perRound) {
    tasks = perRound;
    return this;
  }

  public FakeRunReportBuilder rounds(int value) {
    rounds = value;
    return this;
  }

  /** How many of all tasks fail; they are spread evenly. */
  public FakeRunReportBuilder failures(int value) {
    failures = value;
    return this;
  }

  /** How many of all tasks are taken from an earlier run: the first ones. */
  public FakeRunReportBuilder cached(int value) {
    cached = value;
    return this;
  }

  /** How many of all tasks have no outcome: the last ones. */
  public FakeRunReportBuilder pending(int value) {
    pending = value;
    return this;
  }

  /** How long tasks take. */
  public FakeRunReportBuilder durations(Duration from, Duration to) {
    shortest = from;
    longest = to;
    return this;
  }

  /** How long a worker waits between two tasks. */
  public FakeRunReportBuilder gap(Duration value) {
    gap = value;
    return this;
  }

  /** Where the log files of failed tasks are looked for. */
  public FakeRunReportBuilder folder(Path value) {
    folder = value;
    return this;
  }

  public FakeRunReportBuilder project(String name) {
    project = name;
    return this;
  }

  /** The command that runs the failed tasks again. */
  public FakeRunReportBuilder command(String... arguments) {
    command = List.of(arguments);
    return this;
  }

  public FakeRunReportBuilder environment(Fact... facts) {
    environment = List.of(facts);
    return this;
  }

  /** Input keys, by the number of the file. */
  public FakeRunReportBuilder file(IntFunction<String> keys) {
    file = keys;
    return this;
  }

  /** One task for each of these columns of a file; none makes one task for the file. */
  public FakeRunReportBuilder columns(String... names) {
    columns.addAll(List.of(names));
    return this;
  }

  /** A parameter; its values take turns. */
  public FakeRunReportBuilder param(String name, Object... values) {
    params.put(name, List.of(values));
    return this;
  }

  /** JSON texts, by ordinal. */
  public FakeRunReportBuilder result(IntFunction<String> jsons) {
    result = jsons;
    return this;
  }

  /** Failures, by ordinal. */
  public FakeRunReportBuilder failure(IntFunction<Failure> failures) {
    failure = failures;
    return this;
  }

  public FakeRunReportBuilder fileName(ResultFile kind, String name) {
    fileNames.put(kind, name);
    return this;
  }

  /** A text that {@link FakeRunReport#redact} hides. */
  public FakeRunReportBuilder secret(String value) {
    secrets.add(value);
    return this;
  }

  /** The content of a {@link dev.muster.model.ResultBody.Blob}. */
  public FakeRunReportBuilder blob(String sha256, String json) {
    blobs.put(sha256, json);
    return this;
  }

  /** A task made by hand; comes after those that are made here. */
  public FakeRunReportBuilder task(TaskResult task) {
    given.add(task);
    return this;
  }

  /** Makes the run. */
  public FakeRunReport build() {
    FakeSchedule schedule =
        FakeSchedule.create(tasks, rounds, nodes * workersPerNode, shortest, longest, gap, seed);
    Map<Integer, Worker> workers = workers();
    FakeTasks made = new FakeTasks(this, schedule, workers);
    return new FakeRunReport(run(schedule), workers, tasks * rounds, made::task, this);
  }

  private Map<Integer, Worker> workers() {
    Map<Integer, Worker> workers = new LinkedHashMap<>();
    for (int node = 1; node <= nodes; node++) {
      for (int slot = 0; slot < workersPerNode; slot++) {
        int number = workers.size() + 1;
        String name = "node-%02d".formatted(node);
        String address = "10.0.%d.%d".formatted(node / 250, node % 250);
        workers.put(number, new Worker(number, name, address, 4_000 + number, number - 1, START));
      }
    }
    return workers;
  }

  private Run run(FakeSchedule schedule) {
    Duration spent = Duration.ofNanos(schedule.end() * 1_000);
    RunState state = failures > 0 ? RunState.FAILED : RunState.COMPLETED;
    return new Run(
        new RunId("20261120-190000-k3f9x2"),
        new ProjectName(project),
        Path.of("/projects", project),
        Path.of("/projects", project, "results", "20261120-190000-k3f9x2"),
        pending > 0 ? RunState.INTERRUPTED : state,
        START,
        START.plus(spent).plusMillis(310),
        new Digest(1, 2),
        rounds,
        tasks * rounds + given.size(),
        cached,
        nodes * workersPerNode,
        List.of("muster", "map", "examples/weather"),
        environment,
        new RunTimings(Duration.ofMillis(140), spent.plusMillis(450)));
  }
}
