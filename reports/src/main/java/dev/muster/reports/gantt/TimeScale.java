package dev.muster.reports.gantt;

/**
 * The unit of a time axis.
 *
 * @param name with a capital letter
 * @param micros microseconds in one
 */
record TimeScale(String name, double micros) {

  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3_600 * SECOND;

  /** The unit that gives short numbers for a span in microseconds. */
  static TimeScale of(long span) {
    if (span < SECOND) {
      return new TimeScale("Milliseconds", 1_000);
    }
    if (span < 3 * HOUR) {
      return new TimeScale("Seconds", SECOND);
    }
    return new TimeScale("Hours", HOUR);
  }
}
