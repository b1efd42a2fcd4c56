package dev.muster.fleet;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A moment until which something must be done.
 *
 * @param start when it began, as {@link System#nanoTime} counts
 * @param nanos how long it may take
 */
record Deadline(long start, long nanos) {

  // About a hundred years: sums with it do not overflow.
  private static final long LONGEST = Long.MAX_VALUE / 3;

  /** From now on. */
  static Deadline in(Duration span) {
    long nanos = span.compareTo(Duration.ofNanos(LONGEST)) > 0 ? LONGEST : span.toNanos();
    return new Deadline(System.nanoTime(), nanos);
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** What is left, in milliseconds; at least 1, so that no wait is without end. */
  long millis() {
    long left = start + nanos - System.nanoTime();
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
  }

  /** What is left, but not more than this. */
  long millis(Duration most) {
    return Math.min(millis(), Math.max(1, most.toMillis()));
  }

  boolean isOver() {
    return System.nanoTime() - start >= nanos;
  }

  @Override
  public String toString() {
    return Spans.text(Duration.ofNanos(nanos));
  }
}
