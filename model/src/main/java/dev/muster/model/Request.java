package dev.muster.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What another process asks of the owner of a run.
 *
 * @param id given by the ledger
 * @param run the run
 * @param kind what is asked
 * @param ordinal the task it is about, null when it is about the whole run
 * @param answer what the owner said, null until it has
 * @param created when it was asked
 */
public record Request(
    long id,
    RunId run,
    Kind kind,
    @Nullable Integer ordinal,
    @Nullable String answer,
    Instant created) {

  /** What can be asked. */
  public enum Kind {
    PING,
    REVOKE
  }
}
