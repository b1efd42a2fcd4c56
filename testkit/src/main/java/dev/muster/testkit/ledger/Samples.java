package dev.muster.testkit.ledger;

import dev.muster.model.Cluster;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterState;
import dev.muster.model.Digest;
import dev.muster.model.Fact;
import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.model.Input;
import dev.muster.model.Job;
import dev.muster.model.JobId;
import dev.muster.model.JobState;
import dev.muster.model.Outcome;
import dev.muster.model.Owner;
import dev.muster.model.Params;
import dev.muster.model.ProjectName;
import dev.muster.model.ResultBody;
import dev.muster.model.Run;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.RunTimings;
import dev.muster.model.Task;
import dev.muster.model.TaskId;
import dev.muster.model.TaskLog;
import dev.muster.model.TaskState;
import dev.muster.model.Worker;
import dev.muster.spi.ledger.Tasks.Planned;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that suites write into a ledger. */
public final class Samples {

  public static final Owner OWNER = new Owner("here", "boot-1", 4711, 1_700_000_000_000L);
  public static final Owner OTHER = new Owner("there", "boot-2", 4712, 1_700_000_000_001L);
  public static final Instant TIME = Instant.parse("2026-11-20T19:01:02.123456Z");
  public static final Digest CODE = Digest.of("code");

  private static final List<String> TEXTS =
      List.of("a.csv", "with space.csv", "quo'te\".csv", "new\nline.csv", "ünï😀.csv", "nul\0.csv");

  private Samples() {}

  /** A run that holds something in every component. */
  public static Run run(RunId id, String project) {
    return new Run(
        id,
        new ProjectName(project),
        Path.of("/projects/" + project),
        Path.of("/projects/" + project + "/results/" + id),
        RunState.RUNNING,
        TIME,
        null,
        CODE,
        2,
        3,
        1,
        4,
        List.of("muster", "map", "it's \"here\""),
        List.of(new Fact("host", "héllo"), new Fact("java", "17")),
        new RunTimings(Duration.ofNanos(1_234_567_891), Duration.ofDays(3)));
  }

  /** A plan of so many tasks with keys of their own, among them inputs with awkward names. */
  public static List<Planned> plan(int tasks) {
    List<Planned> plan = new ArrayList<>();
    for (int ordinal = 0; ordinal < tasks; ordinal++) {
      plan.add(planned(ordinal, null));
    }
    return plan;
  }

  /** One task of a plan; its key depends on its ordinal alone. */
  public static Planned planned(int ordinal, @Nullable TaskId cachedFrom) {
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("window", ordinal % 2 == 0 ? 7L : 30L);
    params.put("unit", "cel\0sius");
    params.put("factors", List.of(1.5, true, Map.of("deep", "yes")));
    Input input =
        new Input(
            ordinal % 3 == 0 ? "file:/data/" : "s3://bucket/",
            ordinal + "/" + TEXTS.get(ordinal % TEXTS.size()),
            1_000_000L - ordinal,
            "etag:\"" + ordinal + "\"");
    String column = ordinal % 2 == 0 ? "temp\0\ud800" : null;
    return new Planned(
        new Task(ordinal, input, column, new Params(params), 1 + ordinal % 2),
        key(ordinal),
        Digest.of("fingerprint"),
        cachedFrom);
  }

  /** The key of a planned task. */
  public static Digest key(int ordinal) {
    return Digest.of("key", String.valueOf(ordinal));
  }

  /** A success by worker 1 with a result in the ledger. */
  public static Outcome success(int ordinal) {
    return success(ordinal, new ResultBody.Inline("{\"n\":" + ordinal + "}"));
  }

  /** A success by worker 1. */
  public static Outcome success(int ordinal, ResultBody result) {
    return new Outcome(
        ordinal,
        TaskState.SUCCEEDED,
        1,
        TIME,
        TIME.plusNanos(1_500_001_000),
        1,
        result,
        null,
        new TaskLog("logs/" + ordinal + ".log", 5_000_000_000L, 7));
  }

  /** A failure with a message that no database likes. */
  public static Outcome failure(int ordinal) {
    return new Outcome(
        ordinal,
        TaskState.FAILED,
        3,
        TIME,
        TIME.plusSeconds(1),
        0,
        null,
        new Failure(FailureKind.EXCEPTION, "ValueError: \0 \ud800 \u001b[31m", null),
        null);
  }

  /** A worker. */
  public static Worker worker(int number) {
    return new Worker(number, "node-1", "10.0.0.1", 100 + number, number - 1, TIME);
  }

  /** A cluster that is being created. */
  public static Cluster cluster(String id, String name) {
    return cluster(id, name, TIME);
  }

  /** A cluster whose creation began at a time. */
  public static Cluster cluster(String id, String name, Instant created) {
    return new Cluster(
        id,
        new ClusterName(name),
        "ssh",
        "{\"hosts\":[\"h\u00e4\"]}",
        ClusterState.CREATING,
        "ana@laptop",
        created,
        TIME.plusSeconds(1),
        TIME.plusSeconds(2));
  }

  /** A job that was not handed over yet. */
  public static Job job(JobId id, String cluster) {
    return new Job(
        id,
        cluster,
        "spark",
        "{\"args\":[\"it's\"]}",
        JobState.PENDING,
        null,
        null,
        null,
        1,
        TIME,
        null,
        null);
  }
}
