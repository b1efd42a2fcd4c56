package dev.muster.reports.html;

import dev.muster.model.Outcome;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.reports.gantt.Timeline;
import dev.muster.reports.gantt.TimelineCollector;
import dev.muster.reports.performance.Performance;
import dev.muster.reports.text.TaskName;
import dev.muster.reports.text.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Takes from the tasks, as they come, what the page shows; all but the bars is bounded. */
final class PageCollector {

  static final int SLOWEST = 10;
  static final int FAILED = 100;

  private final Performance.Collector performance;
  private final TimelineCollector timeline = new TimelineCollector();
  private final Histogram histogram = new Histogram();
  private final FailureGroups groups = new FailureGroups();
  private final List<TaskResult> failed = new ArrayList<>();
  private final PriorityQueue<Slow> slowest =
      new PriorityQueue<>(Comparator.comparingLong(Slow::micros));
  private final int mostNames;
  private final Map<Integer, String> names = new HashMap<>();
  private boolean namesComplete = true;
  private long succeeded;
  private long failures;
  private long cached;
  private long pending;

  /** A task and how long it took. */
  record Slow(TaskResult task, long micros) {}

  /**
   * @param rounds of the run
   * @param mostNames keeps the tasks' names while there are no more than so many
   */
  PageCollector(int rounds, int mostNames) {
    this.performance = new Performance.Collector(rounds);
    this.mostNames = mostNames;
  }

  void add(TaskResult task) {
    performance.add(task);
    timeline.add(task);
    Outcome outcome = task.outcome();
    if (task.cached()) {
      cached++;
    } else if (outcome == null) {
      pending++;
    } else {
      addRan(task, outcome);
    }
  }

  private void addRan(TaskResult task, Outcome outcome) {
    if (outcome.state() == TaskState.SUCCEEDED) {
      succeeded++;
    } else {
      failures++;
    }
    if (outcome.failure() != null) {
      groups.add(outcome.failure(), TaskName.of(task.task()));
      if (failed.size() < FAILED) {
        failed.add(task);
      }
    }
    if (outcome.attempts() > 0) {
      long micros = Times.durationMicros(outcome);
      histogram.add(micros);
      addSlow(task, micros);
      addName(task);
    }
  }

  private void addSlow(TaskResult task, long micros) {
    if (slowest.size() < SLOWEST || slowest.element().micros() < micros) {
      slowest.add(new Slow(task, micros));
      if (slowest.size() > SLOWEST) {
        slowest.remove();
      }
    }
  }

  private void addName(TaskResult task) {
    if (namesComplete && names.size() < mostNames) {
      names.put(task.task().ordinal(), TaskName.of(task.task()));
    } else {
      namesComplete = false;
      names.clear();
    }
  }

  Performance performance() {
    return performance.performance();
  }

  Timeline timeline() {
    return timeline.timeline();
  }

  Histogram histogram() {
    return histogram;
  }

  FailureGroups groups() {
    return groups;
  }

  /** The first ones in plan order. */
  List<TaskResult> failed() {
    return failed;
  }

  /** The slowest first. */
  List<Slow> slowest() {
    return slowest.stream().sorted(Comparator.comparingLong(Slow::micros).reversed()).toList();
  }

  /** Names by ordinal; empty when there are too many. */
  Map<Integer, String> names() {
    return names;
  }

  long succeeded() {
    return succeeded;
  }

  long failures() {
    return failures;
  }

  long cached() {
    return cached;
  }

  long pending() {
    return pending;
  }
}
