package dev.muster.spi.fleet;

import dev.muster.model.HostAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a copy ended for a host.
 *
 * @param host which, as it was given
 * @param files in all, those that were there already included
 * @param bytes of these files
 * @param moved bytes of the files that had to travel
 * @param route how they went
 * @param failure null when everything is in place and its hash was compared
 * @param duration from the start of the copy
 */
public record CopyResult(
    HostAddress host,
    long files,
    long bytes,
    long moved,
    Route route,
    @Nullable HostFailure failure,
    Duration duration) {

  /** How bytes went. */
  public enum Route {
    /** Everything was there already, or nothing got so far. */
    NONE,
    /** Between this machine and the host. */
    DIRECT,
    /** From another host. */
    CHAIN
  }

  /** Whether everything is in place. */
  public boolean succeeded() {
    return failure == null;
  }
}
