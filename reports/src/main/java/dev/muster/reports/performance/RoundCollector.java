package dev.muster.reports.performance;

import dev.muster.model.Outcome;
import dev.muster.model.Task;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.model.Worker;
import dev.muster.reports.performance.RoundFigures.TaskSpan;
import dev.muster.reports.text.Times;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds up one round; needs room for its workers, not for its tasks. */
final class RoundCollector {

  private final int round;
  private final Set<WorkerProcess> processes = new HashSet<>();
  private final Set<String> nodes = new HashSet<>();
  private long tasks;
  private long ran;
  private long errors;
  private long unfinished;
  private long serial;
  private long firstStart = Long.MAX_VALUE;
  private long lastEnd = Long.MIN_VALUE;
  private int lastWorker = -1;
  private @Nullable TaskSpan shortest;
  private @Nullable TaskSpan longest;

  /** What the known system tells workers apart by. */
  private record WorkerProcess(String address, long pid) {}

  RoundCollector(int round) {
    this.round = round;
  }

  /** Adds a task that is not cached. */
  void add(TaskResult result) {
    tasks++;
    Outcome outcome = result.outcome();
    if (outcome == null) {
      unfinished++;
      return;
    }
    if (outcome.state() != TaskState.SUCCEEDED) {
      errors++;
    }
    if (outcome.attempts() > 0) {
      addSpan(result.task(), outcome);
      addWorker(result.worker());
    }
  }

  private void addSpan(Task task, Outcome outcome) {
    long duration = Times.durationMicros(outcome);
    long start = Times.micros(outcome.started());
    ran++;
    serial += duration;
    firstStart = Math.min(firstStart, start);
    lastEnd = Math.max(lastEnd, start + duration);
    if (shortest == null || duration < shortest.micros()) {
      shortest = new TaskSpan(name(task), duration);
    }
    if (longest == null || duration > longest.micros()) {
      longest = new TaskSpan(name(task), duration);
    }
  }

  private void addWorker(@Nullable Worker worker) {
    if (worker != null && worker.number() != lastWorker) {
      lastWorker = worker.number();
      nodes.add(worker.node());
      processes.add(new WorkerProcess(worker.address(), worker.pid()));
    }
  }

  private static String name(Task task) {
    String key = task.input().key();
    return task.column() == null ? key : key + "/" + task.column();
  }

  RoundFigures figures() {
    long parallel = ran == 0 ? 0 : lastEnd - firstStart;
    return new RoundFigures(
        round,
        tasks,
        ran,
        errors,
        unfinished,
        serial,
        parallel,
        shortest,
        longest,
        nodes.size(),
        processes.size());
  }
}
