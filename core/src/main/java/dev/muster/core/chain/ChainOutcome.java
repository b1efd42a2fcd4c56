package dev.muster.core.chain;

import dev.muster.config.chain.ChainElement;
import dev.muster.core.run.RunSummary;
import dev.muster.model.RunState;
import org.jspecify.annotations.Nullable;

/**
 * How an element of a chain ended.
 *
 * @param element which
 * @param leftOut inputs that were not taken
 * @param summary of its run; null when there was nothing to run
 */
public record ChainOutcome(ChainElement element, int leftOut, @Nullable RunSummary summary) {

  /** Whether the user stopped it. */
  public boolean interrupted() {
    return summary != null && summary.interrupted();
  }

  /** Whether tasks failed, or were not done. */
  public boolean failed() {
    return summary != null && summary.run().state() != RunState.COMPLETED;
  }

  /** Whether no element follows it. */
  public boolean endsChain() {
    return interrupted() || (failed() && element.raiseOnFailure());
  }
}
