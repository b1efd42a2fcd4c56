package dev.muster.testkit.report;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * When each of many tasks ran, and where: a free worker takes the next one, round after round.
 *
 * <p>Twenty bytes a task, so that a million of them fit in a small heap.
 */
final class FakeSchedule {

  private final long[] starts;
  private final long[] durations;
  private final int[] workers;
  private final long end;

  private FakeSchedule(long[] starts, long[] durations, int[] workers, long end) {
    this.starts = starts;
    this.durations = durations;
    this.workers = workers;
    this.end = end;
  }

  /**
   * Plans {@code rounds * perRound} tasks; the round changes fastest, as in plan order.
   *
   * @param gap between two tasks of a worker
   */
  static FakeSchedule create(
      int perRound,
      int rounds,
      int workers,
      Duration shortest,
      Duration longest,
      Duration gap,
      long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int tasks = perRound * rounds;
    long[] starts = new long[tasks];
    long[] durations = new long[tasks];
    int[] takenBy = new int[tasks];
    long low = micros(shortest);
    long spread = micros(longest) - low;
    long end = 0;
    for (int round = 0; round < rounds; round++) {
      PriorityQueue<Free> free = new PriorityQueue<>();
      for (int worker = 1; worker <= workers; worker++) {
        free.add(new Free(end + random.nextLong(micros(gap) + 1), worker));
      }
      for (int place = 0; place < perRound; place++) {
        int ordinal = place * rounds + round;
        Free next = free.remove();
        double skew = random.nextDouble();
        starts[ordinal] = next.at();
        durations[ordinal] = low + (long) (spread * skew * skew);
        takenBy[ordinal] = next.worker();
        long ended = next.at() + durations[ordinal];
        free.add(new Free(ended + micros(gap), next.worker()));
        end = Math.max(end, ended);
      }
    }
    return new FakeSchedule(starts, durations, takenBy, end);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  /** Microseconds from the first task to the start of this one. */
  long start(int ordinal) {
    return starts[ordinal];
  }

  /** Microseconds. */
  long duration(int ordinal) {
    return durations[ordinal];
  }

  /** Number of the worker, from 1. */
  int worker(int ordinal) {
    return workers[ordinal];
  }

  /** When the last task ended, in microseconds. */
  long end() {
    return end;
  }

  private record Free(long at, int worker) implements Comparable<Free> {
    @Override
    public int compareTo(Free other) {
      int order = Long.compare(at, other.at);
      return order != 0 ? order : Integer.compare(worker, other.worker);
    }
  }
}
