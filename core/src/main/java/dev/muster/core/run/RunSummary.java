package dev.muster.core.run;

import dev.muster.model.Run;
import dev.muster.model.RunState;
import dev.muster.spi.MusterException;
import org.jspecify.annotations.Nullable;

/**
 * How a session of a run ended.
 *
 * @param run as it stands in the ledger now
 * @param progress how far it is
 * @param notSaved why its results are not in the bucket that the project names; null when they are,
 *     or when it names none
 */
public record RunSummary(Run run, RunProgress progress, @Nullable MusterException notSaved) {

  /** Tells whether the user stopped or cancelled it. */
  public boolean interrupted() {
    return run.state() == RunState.INTERRUPTED || run.state() == RunState.CANCELLED;
  }
}
