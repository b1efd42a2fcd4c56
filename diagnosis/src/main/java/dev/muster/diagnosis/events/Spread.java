package dev.muster.diagnosis.events;

/** Durations in buckets that grow by 5 %: any number of them in a few KiB. */
final class Spread {

  private static final double GROWTH = Math.log(1.05);

  /** The last one begins beyond a hundred years. */
  private static final int BUCKETS = 600;

  private final int[] buckets = new int[BUCKETS];
  private long count;
  private long longest;

  void add(long millis) {
    long value = Math.max(0, millis);
    buckets[bucket(value)]++;
    count++;
    longest = Math.max(longest, value);
  }

  private static int bucket(long value) {
    return value < 1 ? 0 : (int) Math.min(BUCKETS - 1, 1 + Math.log((double) value) / GROWTH);
  }

  long count() {
    return count;
  }

  long longest() {
    return longest;
  }

  /** The lower one of two in the middle, within 5 %. */
  long median() {
    long before = 0;
    for (int i = 0; i < BUCKETS; i++) {
      before += buckets[i];
      if (before * 2 >= count && before > 0) {
        return i == 0 ? 0 : Math.min(longest, Math.round(Math.exp((i - 0.5) * GROWTH)));
      }
    }
    return 0;
  }
}
