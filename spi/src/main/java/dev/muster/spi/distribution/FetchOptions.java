package dev.muster.spi.distribution;

import dev.muster.spi.Cancellation;
import java.time.Duration;

/**
 * How to resolve.
 *
 * @param offline from the cache only
 * @param verify hashes every file of the cache again, even when it seems untouched
 * @param deadline for the whole of it
 * @param cancellation looked at all the time
 * @param listener hears how it goes
 */
public record FetchOptions(
    boolean offline,
    boolean verify,
    Duration deadline,
    Cancellation cancellation,
    FetchListener listener) {

  /** 300 MB come within it at 2 Mbit/s. */
  public static final Duration PATIENCE = Duration.ofMinutes(30);

  /** Over the network where needed. */
  public static FetchOptions online(Cancellation cancellation, FetchListener listener) {
    return new FetchOptions(false, false, PATIENCE, cancellation, listener);
  }

  /** From the cache only. */
  public static FetchOptions offline(Cancellation cancellation) {
    return new FetchOptions(true, false, PATIENCE, cancellation, FetchListener.NONE);
  }
}
