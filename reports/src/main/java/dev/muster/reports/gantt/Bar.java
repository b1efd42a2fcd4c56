package dev.muster.reports.gantt;

/**
 * Tasks that stand as one bar: one task, or neighbours too close to be told apart.
 *
 * @param start of the first, in microseconds since the chart's beginning
 * @param end of the last
 * @param busy sum of their durations
 * @param tasks how many
 * @param failed how many of them did not succeed
 * @param ordinal the first one's place in plan order
 */
public record Bar(long start, long end, long busy, int tasks, int failed, int ordinal) {

  /** The bar that covers this one and the next. */
  Bar with(Bar next) {
    return new Bar(
        start,
        Math.max(end, next.end),
        busy + next.busy,
        tasks + next.tasks,
        failed + next.failed,
        ordinal);
  }
}
