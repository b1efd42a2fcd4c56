package dev.muster.ledger;

import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.util.Optional;

/**
 * A run as the tables name it.
 *
 * @param seq the number that stands for its id in every other table
 * @param project the number of its project
 * @param state where it stands
 */
record RunKey(long seq, long project, RunState state) {

  /** Finds a run, deleted ones too. */
  static Optional<RunKey> find(Session session, RunId id) {
    return session.first(
        "SELECT seq, project_seq, state FROM run WHERE id = ?",
        p -> p.text(id.value()),
        row -> new RunKey(row.number(), row.number(), RunState.valueOf(row.text())));
  }

  /**
   * Finds a run to write to.
   *
   * @throws MusterException NOT_FOUND; CONFLICT when it was deleted
   */
  static RunKey require(Session session, RunId id) {
    RunKey key =
        find(session, id)
            .orElseThrow(
                () ->
                    new MusterException(
                        ErrorKind.NOT_FOUND, "there is no run " + id, "muster runs list"));
    if (key.state() == RunState.DELETED) {
      throw new MusterException(ErrorKind.CONFLICT, "run " + id + " was deleted");
    }
    return key;
  }
}
