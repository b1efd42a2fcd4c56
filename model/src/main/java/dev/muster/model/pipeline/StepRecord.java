package dev.muster.model.pipeline;

import dev.muster.model.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A step of a run as the ledger keeps it.
 *
 * @param number its place in the pipeline, from 1
 * @param id its name
 * @param kind as {@link StepWork#kind()}
 * @param state where it stands
 * @param reason why it is SKIPPED, BLOCKED or FAILED; null where there is nothing to say
 * @param fingerprint of code, configuration and inputs; null until it was worked out, or when it is
 *     never taken as done before
 * @param cause why it FAILED, where that could be found; null otherwise
 */
public record StepRecord(
    int number,
    StepId id,
    String kind,
    StepState state,
    @Nullable String reason,
    @Nullable Digest fingerprint,
    @Nullable Cause cause) {

  /**
   * The same step in another state.
   *
   * @throws IllegalStateException when that may not follow
   */
  public StepRecord with(StepState next, @Nullable String why) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException("step " + id + " is " + state + " and cannot become " + next);
    }
    return new StepRecord(number, id, kind, next, why, fingerprint, null);
  }

  /** The same step with its fingerprint. */
  public StepRecord with(@Nullable Digest print) {
    return new StepRecord(number, id, kind, state, reason, print, cause);
  }

  /** The same step with the cause of its failure. */
  public StepRecord because(Cause found) {
    return new StepRecord(number, id, kind, state, reason, fingerprint, found);
  }
}
