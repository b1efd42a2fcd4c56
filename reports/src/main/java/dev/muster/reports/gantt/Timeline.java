package dev.muster.reports.gantt;

import dev.muster.spi.report.RunReport;
import java.util.List;

/**
 * Who worked when: a row for each worker that ran a task, nodes together. Cached tasks are not in
 * it, nor what never started.
 *
 * @param origin start of the first task, in microseconds since 1970
 * @param span from there to the end of the last task, in microseconds
 * @param nodes host names in order of their first row
 * @param rows by node, then by worker
 */
public record Timeline(long origin, long span, List<String> nodes, List<Row> rows) {

  public Timeline {
    nodes = List.copyOf(nodes);
    rows = List.copyOf(rows);
  }

  /** Goes through all tasks once. */
  public static Timeline of(RunReport report) {
    TimelineCollector collector = new TimelineCollector();
    report.forEachTask(collector::add);
    return collector.timeline();
  }

  /** How many bars it has. */
  public int bars() {
    return rows.stream().mapToInt(row -> row.bars().size()).sum();
  }

  /** How many tasks they stand for. */
  public int tasks() {
    return rows.stream().flatMap(row -> row.bars().stream()).mapToInt(Bar::tasks).sum();
  }

  /** How many of them failed. */
  public int failed() {
    return rows.stream().flatMap(row -> row.bars().stream()).mapToInt(Bar::failed).sum();
  }

  /** The same with bars that span no more than the resolution, in microseconds, drawn together. */
  public Timeline merged(long resolution) {
    return new Timeline(
        origin, span, nodes, rows.stream().map(row -> row.merged(resolution)).toList());
  }

  /**
   * A resolution, in microseconds, that leaves no more than so many bars (or one for each row, if
   * that is more), and not much coarser than needed; 0 when there are no more than that.
   */
  public long resolutionFor(int most) {
    if (bars() <= most) {
      return 0;
    }
    // A row has at most 2 * span / resolution + 1 bars: this is sure to do.
    long perRow = Math.max(1, (most - rows.size()) / (2L * rows.size()));
    long resolution = span / perRow + 1;
    while (resolution > 3 && merged(resolution / 4 * 3).bars() <= most) {
      resolution = resolution / 4 * 3;
    }
    return resolution;
  }
}
