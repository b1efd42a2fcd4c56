package dev.muster.spi.fleet;

import dev.muster.model.HostAddress;
import java.util.List;

/**
 * How the commands of a batch ended on a host.
 *
 * @param host which, as it was given
 * @param results in the order of the commands; ends with the first that failed when the others were
 *     not to be run, or with the first failure of the host itself
 */
public record BatchResult(HostAddress host, List<HostResult> results) {

  public BatchResult {
    results = List.copyOf(results);
  }

  /** Whether all commands that were run said 0. */
  public boolean succeeded() {
    return results.stream().allMatch(HostResult::succeeded);
  }
}
