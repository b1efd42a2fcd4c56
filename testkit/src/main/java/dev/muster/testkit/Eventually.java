package dev.muster.testkit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits in tests, long enough for a machine that is slow and busy. */
public final class Eventually {

  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(3);

  private Eventually() {}

  /**
   * Waits until something holds.
   *
   * @throws AssertionError when it does not within three minutes
   */
  public static void until(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + PATIENCE;
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(what + ": not within three minutes");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
