package dev.muster.reports.performance;

import dev.muster.model.TaskResult;
import dev.muster.spi.report.RunReport;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the tasks of a run took, round by round: contract 4.7.
 *
 * @param rounds at least one, in order
 */
public record Performance(List<RoundFigures> rounds) {

  public Performance {
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("a run has at least one round");
    }
  }

  /** Goes through all tasks once. */
  public static Performance of(RunReport report) {
    Collector collector = new Collector(report.run().rounds());
    report.forEachTask(collector::add);
    return collector.performance();
  }

  /** Adds up tasks as they come: for who goes through the tasks anyway. */
  public static final class Collector {

    private final SortedMap<Integer, RoundCollector> rounds = new TreeMap<>();

    public Collector(int count) {
      for (int round = 1; round <= Math.max(1, count); round++) {
        rounds.put(round, new RoundCollector(round));
      }
    }

    /** Adds a task; a cached one counts nowhere. */
    public void add(TaskResult task) {
      if (!task.cached()) {
        rounds.computeIfAbsent(task.task().round(), RoundCollector::new).add(task);
      }
    }

    /** The figures of what was added so far. */
    public Performance performance() {
      return new Performance(rounds.values().stream().map(RoundCollector::figures).toList());
    }
  }
}
