package dev.muster.ledger;

import dev.muster.model.Lease;
import dev.muster.model.RunId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Leases;

/**
 * A run of a pipeline as the tables name it.
 *
 * @param seq the number that stands for its id in every other table
 */
record PipelineKey(long seq) {

  /**
   * Finds a run to write to, and checks the lease on it.
   *
   * @throws MusterException NOT_FOUND; CONFLICT when another has taken the lease
   * @throws IllegalArgumentException when it is the lease of something else
   */
  static PipelineKey require(Session session, Leases leases, RunId id, Lease lease) {
    if (!lease.resource().equals("pipeline/" + id)) {
      throw new IllegalArgumentException(
          "the lease of " + lease.resource() + " is none of pipeline run " + id);
    }
    leases.require(lease);
    return require(session, id);
  }

  /**
   * Finds a run.
   *
   * @throws MusterException NOT_FOUND
   */
  static PipelineKey require(Session session, RunId id) {
    return session
        .first(
            "SELECT seq FROM pipeline_run WHERE id = ?",
            p -> p.text(id.value()),
            row -> new PipelineKey(row.number()))
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.NOT_FOUND,
                    "there is no run " + id + " of a pipeline",
                    "muster pipeline list"));
  }
}
