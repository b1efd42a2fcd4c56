package dev.muster.spi.fleet;

import dev.muster.model.HostAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended on a host.
 *
 * @param host which, as it was given
 * @param exitCode of the command; 128 + number for one that a signal ended, 127 when the host has
 *     no such program; null when there is a failure
 * @param failure why there is no exit code
 * @param duration from the host's turn to the end
 */
public record HostResult(
    HostAddress host,
    @Nullable Integer exitCode,
    @Nullable HostFailure failure,
    Duration duration) {

  public HostResult {
    if ((exitCode == null) == (failure == null)) {
      throw new IllegalArgumentException("a result has an exit code or a failure");
    }
  }

  /** Whether the command ran and said 0. */
  public boolean succeeded() {
    return exitCode != null && exitCode == 0;
  }
}
