package dev.muster.spark;

import java.util.concurrent.TimeUnit;

/** What tasks take, from begin to end as the driver sees it. */
final class Meter {

  private long count;
  private long micros;
  private boolean begun;

  /** A task begins. */
  synchronized void begin() {
    begun = true;
  }

  /** Whether any task has begun. */
  synchronized boolean begun() {
    return begun;
  }

  /** A task has ended after so long. */
  synchronized void add(long taskMicros) {
    count++;
    micros += taskMicros;
    notifyAll();
  }

  /** The mean of all in microseconds; 0 while there is none. */
  synchronized long mean() {
    return count == 0 ? 0 : micros / count;
  }

  /** Waits until so many have ended, or the time is up; whether they have. */
  synchronized boolean await(long wanted, long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (count < wanted) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** How many have ended. */
  synchronized long count() {
    return count;
  }
}
