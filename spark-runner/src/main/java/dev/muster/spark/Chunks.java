package dev.muster.spark;

import java.util.ArrayList;
import java.util.List;

/**
 * How many tasks a partition gets. A partition costs Spark some milliseconds, so brief tasks go
 * together; a partition takes no longer than a third of a second by what was measured, and the last
 * ones get smaller, so that all slots end at about the same time.
 */
final class Chunks {

  /** What a partition should take at most. */
  static final long TARGET_MICROS = 300_000;

  /** Partitions left for each slot when the largest size is given up. */
  private static final int ROUNDS = 3;

  private static final int MOST = 1000;

  private Chunks() {}

  /**
   * Sizes of partitions, in order.
   *
   * @param tasks how many there are, longest first
   * @param slots that work at the same time
   * @param meanMicros what a task takes
   */
  static List<Integer> plan(int tasks, int slots, long meanMicros) {
    long largest = Math.max(1, Math.min(MOST, TARGET_MICROS / Math.max(1, meanMicros)));
    List<Integer> sizes = new ArrayList<>();
    int left = tasks;
    while (left > 0) {
      long share = left / ((long) Math.max(1, slots) * ROUNDS);
      int size = (int) Math.min(left, Math.max(1, Math.min(largest, share)));
      sizes.add(size);
      left -= size;
    }
    return sizes;
  }
}
