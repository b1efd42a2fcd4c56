package dev.muster.reports.html;

import java.util.ArrayList;
import java.util.List;

/** How many tasks took how long, in six steps for every power of ten. */
final class Histogram {

  private static final long[] STEPS = {10, 15, 20, 30, 50, 70};
  private static final int POWERS = 13;

  private final long[] counts = new long[1 + STEPS.length * POWERS];

  /**
   * A step.
   *
   * @param from in microseconds, 0 for the first
   * @param to in microseconds, not in the step any more
   * @param count tasks
   */
  record Bin(long from, long to, long count) {}

  /** The lower bound of a step; step 0 begins at 0, step 1 at ten microseconds. */
  private static long bound(int step) {
    if (step == 0) {
      return 0;
    }
    long power = 1;
    for (int i = 0; i < (step - 1) / STEPS.length; i++) {
      power *= 10;
    }
    return power * STEPS[(step - 1) % STEPS.length];
  }

  /** Adds a task's duration in microseconds. */
  void add(long micros) {
    int step = 0;
    while (step + 1 < counts.length && bound(step + 1) <= micros) {
      step++;
    }
    counts[step]++;
  }

  /** From the first step that has tasks to the last; none when there are no tasks. */
  List<Bin> bins() {
    int first = 0;
    int last = counts.length - 1;
    while (first <= last && counts[first] == 0) {
      first++;
    }
    while (last > first && counts[last] == 0) {
      last--;
    }
    List<Bin> bins = new ArrayList<>();
    for (int step = first; step <= last; step++) {
      bins.add(new Bin(bound(step), bound(step + 1), counts[step]));
    }
    return bins;
  }
}
