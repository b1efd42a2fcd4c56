package dev.muster.diagnosis.events;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds events up. Names of events and fields are those of Spark's JsonProtocol, 3.5 and 4. */
final class Collector {

  private static final int MOST_FAILURES = 8;
  private static final int LONGEST_FAILURE = 400;

  /** Stages whose tasks are being counted; a log that never ends one cannot grow without bound. */
  private static final int MOST_STAGES = 2_000;

  private static final String METRICS = "Task Metrics/";
  private static final String READ = METRICS + "Shuffle Read Metrics/";

  private final Map<Integer, Spread> open = new TreeMap<>();
  private final Set<String> failures = new LinkedHashSet<>();
  private String application;
  private String name = "";
  private String version = "";
  private long started;
  private long last;
  private boolean ended;
  private int jobs;
  private int stages;
  private int failedStages;
  private long tasks;
  private long failedTasks;
  private long runMillis;
  private long gcMillis;
  private long memorySpilled;
  private long diskSpilled;
  private long input;
  private long output;
  private long shuffleRead;
  private long shuffleWritten;
  private int executorsAdded;
  private int executorsLost;
  private @Nullable StageSkew skew;

  Collector(String application) {
    this.application = application;
  }

  void add(Event event) {
    last = Math.max(last, event.number("Timestamp"));
    switch (event.text("Event")) {
      case "SparkListenerLogStart" -> version = event.text("Spark Version");
      case "SparkListenerApplicationStart" -> {
        application = event.has("App ID") ? event.text("App ID") : application;
        name = event.text("App Name");
        started = event.number("Timestamp");
      }
      case "SparkListenerApplicationEnd" -> ended = true;
      case "SparkListenerJobStart" -> jobs++;
      case "SparkListenerJobEnd" ->
          failed(event.text("Job Result/Exception/Message").lines().findFirst().orElse(""));
      case "SparkListenerStageCompleted" -> stage(event);
      case "SparkListenerTaskEnd" -> task(event);
      case "SparkListenerExecutorAdded" -> executorsAdded++;
      case "SparkListenerExecutorRemoved" -> {
        executorsLost++;
        failed("executor " + event.text("Executor ID") + ": " + event.text("Removed Reason"));
      }
      default -> {
        // not counted
      }
    }
  }

  private void stage(Event event) {
    stages++;
    last = Math.max(last, event.number("Stage Info/Completion Time"));
    String failure = event.text("Stage Info/Failure Reason");
    if (!failure.isEmpty()) {
      failedStages++;
      failed(failure.lines().findFirst().orElse(""));
    }
    int stage = (int) event.number("Stage Info/Stage ID");
    Spread spread = open.remove(stage);
    if (spread != null && spread.count() > 1) {
      StageSkew found =
          new StageSkew(
              stage,
              event.text("Stage Info/Stage Name"),
              spread.count(),
              spread.longest(),
              spread.median());
      if (skew == null || worth(found) > worth(skew)) {
        skew = found;
      }
    }
  }

  /** What an even spread would save at most: a hundredfold of a millisecond is nothing. */
  private static long worth(StageSkew stage) {
    return stage.longest() - stage.median();
  }

  private void task(Event event) {
    tasks++;
    last = Math.max(last, event.number("Task Info/Finish Time"));
    String reason = event.text("Task End Reason/Reason");
    if (reason.equals("Success")) {
      int stage = (int) event.number("Stage ID");
      if (open.containsKey(stage) || open.size() < MOST_STAGES) {
        open.computeIfAbsent(stage, unused -> new Spread())
            .add(event.number("Task Info/Finish Time") - event.number("Task Info/Launch Time"));
      }
    } else if (!reason.equals("TaskKilled")) {
      failedTasks++;
      failed(failure(event, reason));
    }
    runMillis += event.number(METRICS + "Executor Run Time");
    gcMillis += event.number(METRICS + "JVM GC Time");
    memorySpilled += event.number(METRICS + "Memory Bytes Spilled");
    diskSpilled += event.number(METRICS + "Disk Bytes Spilled");
    input += event.number(METRICS + "Input Metrics/Bytes Read");
    output += event.number(METRICS + "Output Metrics/Bytes Written");
    shuffleRead +=
        event.number(READ + "Remote Bytes Read") + event.number(READ + "Local Bytes Read");
    shuffleWritten += event.number(METRICS + "Shuffle Write Metrics/Shuffle Bytes Written");
  }

  private static String failure(Event event, String reason) {
    String type = event.text("Task End Reason/Class Name");
    String lost = event.text("Task End Reason/Loss Reason");
    if (!type.isEmpty()) {
      return type + ": " + event.text("Task End Reason/Description");
    }
    return lost.isEmpty() ? reason : reason + ": " + lost;
  }

  private void failed(String why) {
    String line = why.lines().findFirst().orElse("").strip();
    if (!line.isEmpty() && failures.size() < MOST_FAILURES) {
      failures.add(
          line.length() <= LONGEST_FAILURE ? line : line.substring(0, LONGEST_FAILURE) + "…");
    }
  }

  ApplicationFigures figures(@Nullable String note) {
    List<String> notes = new ArrayList<>();
    if (note != null) {
      notes.add(note);
    } else if (!ended) {
      notes.add("the log has no end: the driver died, or still runs");
    }
    return new ApplicationFigures(
        application,
        name,
        version,
        started == 0 ? 0 : Math.max(0, last - started),
        jobs,
        stages,
        failedStages,
        tasks,
        failedTasks,
        runMillis,
        gcMillis,
        memorySpilled,
        diskSpilled,
        input,
        output,
        shuffleRead,
        shuffleWritten,
        executorsAdded,
        executorsLost,
        skew,
        List.copyOf(failures),
        notes.isEmpty() ? null : notes.get(0));
  }
}
