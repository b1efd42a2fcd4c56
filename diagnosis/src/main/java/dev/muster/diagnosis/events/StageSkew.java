package dev.muster.diagnosis.events;

/**
 * How evenly a stage's work was spread.
 *
 * @param stage its number
 * @param name as Spark shows it: the call and where it is
 * @param tasks that succeeded
 * @param longest of them, in milliseconds
 * @param median of them, in milliseconds, within 5 %
 */
public record StageSkew(int stage, String name, long tasks, long longest, long median) {

  /** How many times the median the longest took; a median below 1 ms is taken for 1 ms. */
  public double factor() {
    return (double) longest / Math.max(1, median);
  }
}
