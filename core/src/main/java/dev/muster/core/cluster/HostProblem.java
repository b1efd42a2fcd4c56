package dev.muster.core.cluster;

import dev.muster.model.Node;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import org.jspecify.annotations.Nullable;

/**
 * Why a step failed on a node.
 *
 * @param node where
 * @param step which step
 * @param why the value seen, one sentence
 * @param hint what to do, null when there is nothing to be said
 */
public record HostProblem(Node node, String step, String why, @Nullable String hint) {

  private static final int LONGEST = 400;

  static HostProblem of(Node node, String step, HostFailure failure) {
    return new HostProblem(node, step, failure.message(), failure.hint());
  }

  /** A command that failed: its host's failure, else its last words. */
  static HostProblem of(Node node, String step, HostResult result, String words) {
    HostFailure failure = result.failure();
    if (failure != null) {
      return of(node, step, failure);
    }
    String said = words.strip();
    String last = said.length() > LONGEST ? "…" + said.substring(said.length() - LONGEST) : said;
    return new HostProblem(
        node, step, last.isEmpty() ? "exit status " + result.exitCode() : last, null);
  }
}
