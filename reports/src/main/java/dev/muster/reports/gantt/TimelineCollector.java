package dev.muster.reports.gantt;

import dev.muster.model.Outcome;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.model.Worker;
import dev.muster.reports.text.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects bars as tasks come, some fifty bytes each. */
public final class TimelineCollector {

  private static final Comparator<Worker> ORDER =
      Comparator.comparing(Worker::node)
          .thenComparing(Worker::address)
          .thenComparingInt(Worker::number);

  private final Map<Worker, List<Bar>> bars = new TreeMap<>(ORDER);
  private long origin = Long.MAX_VALUE;
  private long end = Long.MIN_VALUE;

  /** Adds a task that ran in this run; any other is left out. */
  public void add(TaskResult task) {
    Outcome outcome = task.outcome();
    Worker worker = task.worker();
    if (outcome == null || worker == null || task.cached() || outcome.attempts() == 0) {
      return;
    }
    long start = Times.micros(outcome.started());
    long duration = Times.durationMicros(outcome);
    origin = Math.min(origin, start);
    end = Math.max(end, start + duration);
    int failed = outcome.state() == TaskState.SUCCEEDED ? 0 : 1;
    bars.computeIfAbsent(worker, key -> new ArrayList<>())
        .add(new Bar(start, start + duration, duration, 1, failed, task.task().ordinal()));
  }

  /** What was collected, its times counted from the first start. */
  public Timeline timeline() {
    Map<String, Integer> nodes = new LinkedHashMap<>();
    List<Row> rows = new ArrayList<>();
    bars.forEach(
        (worker, found) -> {
          int node = nodes.computeIfAbsent(worker.node(), name -> nodes.size());
          rows.add(new Row(worker, node, shifted(found)));
        });
    boolean empty = rows.isEmpty();
    return new Timeline(
        empty ? 0 : origin, empty ? 0 : end - origin, List.copyOf(nodes.keySet()), rows);
  }

  private List<Bar> shifted(List<Bar> found) {
    List<Bar> sorted = new ArrayList<>(found.size());
    for (Bar bar : found) {
      sorted.add(
          new Bar(
              bar.start() - origin,
              bar.end() - origin,
              bar.busy(),
              bar.tasks(),
              bar.failed(),
              bar.ordinal()));
    }
    sorted.sort(Comparator.comparingLong(Bar::start));
    return sorted;
  }
}
