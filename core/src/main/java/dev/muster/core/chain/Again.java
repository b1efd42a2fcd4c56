package dev.muster.core.chain;

import dev.muster.model.RunState;
import dev.muster.model.chain.ElementKind;
import org.jspecify.annotations.Nullable;

/** What becomes of an element that was begun before, when its chain is taken up. Pure. */
enum Again {
  /** A new run: there is none, or all of it ran and some failed; what succeeded is cached. */
  START,
  /** Its run is gone on with. */
  RESUME,
  /** Its run ended well, and only the chain does not know yet. */
  DONE,
  /** Its run failed, which does not end the chain. */
  PASS;

  /**
   * Decides.
   *
   * @param run where the element's own run stands; null when the ledger has none
   * @param raise whether a failure of the element ends the chain
   * @param repeated whether the chain had ended because of it
   */
  static Again of(ElementKind kind, @Nullable RunState run, boolean raise, boolean repeated) {
    if (run == null) {
      return START;
    }
    return switch (run) {
      case DELETED -> START;
      case COMPLETED -> repeated ? START : DONE;
      case RUNNING, INTERRUPTED, CANCELLED -> RESUME;
      case FAILED -> !raise && !repeated ? PASS : kind == ElementKind.PIPELINE ? RESUME : START;
    };
  }
}
