package dev.muster.ledger;

import dev.muster.model.RunId;
import dev.muster.model.RunState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Deletes a run. Its references to other runs go first; then each deleted run, this one and those
 * it referred to, is swept: outcomes that no cached task refers to go, with their tasks, workers
 * and history. A deleted run without outcomes goes whole.
 */
final class RunDeletion {

  private static final String UNREFERRED =
      "NOT EXISTS (SELECT 1 FROM task c WHERE c.cached_seq IS NOT NULL"
          + " AND c.cached_seq = outcome.run_seq AND c.cached_ordinal = outcome.ordinal)";

  private final Session session;
  private final Set<String> blobs = new TreeSet<>();

  RunDeletion(Session session) {
    this.session = session;
  }

  /** Deletes; SHA-256 of large results that nothing refers to any more. */
  List<String> delete(RunId id) {
    RunKey run = RunKey.find(session, id).orElse(null);
    if (run == null) {
      return List.of();
    }
    List<RunKey> deletedSources =
        session.list(
            "SELECT seq, project_seq FROM run WHERE state = 'DELETED' AND seq IN (SELECT"
                + " cached_seq FROM task WHERE run_seq = ? AND cached_seq IS NOT NULL)",
            p -> p.number(run.seq()),
            row -> new RunKey(row.number(), row.number(), RunState.DELETED));
    update("DELETE FROM task WHERE run_seq = ? AND cached_seq IS NOT NULL", run);
    sweep(run);
    deletedSources.forEach(this::sweep);
    blobs.removeIf(this::isUsed);
    return List.copyOf(blobs);
  }

  private void sweep(RunKey run) {
    blobs.addAll(
        session.list(
            "SELECT DISTINCT blob FROM outcome WHERE run_seq = ? AND blob IS NOT NULL AND "
                + UNREFERRED,
            p -> p.number(run.seq()),
            Row::text));
    session.update(
        "DELETE FROM history WHERE run_seq = ?"
            + " AND (project_seq, key_high, key_low, print_high, print_low) IN"
            + " (SELECT r.project_seq, t.key_high, t.key_low, t.print_high, t.print_low"
            + " FROM run r JOIN outcome ON outcome.run_seq = r.seq JOIN task t"
            + " ON t.run_seq = outcome.run_seq AND t.ordinal = outcome.ordinal"
            + " WHERE r.seq = ? AND "
            + UNREFERRED
            + ")",
        p -> p.number(run.seq()).number(run.seq()));
    update("DELETE FROM outcome WHERE run_seq = ? AND " + UNREFERRED, run);
    update(
        "DELETE FROM task WHERE run_seq = ? AND NOT EXISTS (SELECT 1 FROM outcome o"
            + " WHERE o.run_seq = task.run_seq AND o.ordinal = task.ordinal)",
        run);
    update(
        "DELETE FROM worker WHERE run_seq = ? AND NOT EXISTS (SELECT 1 FROM outcome o"
            + " WHERE o.run_seq = worker.run_seq AND o.worker = worker.number)",
        run);
    update("DELETE FROM running WHERE run_seq = ?", run);
    update("DELETE FROM request WHERE run_seq = ?", run);
    if (hasOutcomes(run)) {
      keep(run);
    } else {
      update("DELETE FROM dictionary WHERE run_seq = ?", run);
      update("DELETE FROM tally WHERE run_seq = ?", run);
      update("DELETE FROM run WHERE seq = ?", run);
    }
  }

  /** Others refer only to successes: that is what is left to count. */
  private void keep(RunKey run) {
    update("UPDATE run SET state = 'DELETED' WHERE seq = ?", run);
    session.update(
        "UPDATE tally SET cached = 0, failed = 0, revoked = 0,"
            + " planned = (SELECT count(*) FROM outcome WHERE run_seq = ?),"
            + " succeeded = (SELECT count(*) FROM outcome WHERE run_seq = ?) WHERE run_seq = ?",
        p -> p.number(run.seq()).number(run.seq()).number(run.seq()));
  }

  private boolean hasOutcomes(RunKey run) {
    return session
        .first(
            "SELECT 1 FROM outcome WHERE run_seq = ? LIMIT 1",
            p -> p.number(run.seq()),
            Row::integer)
        .isPresent();
  }

  private boolean isUsed(String blob) {
    return session
        .first("SELECT 1 FROM outcome WHERE blob = ? LIMIT 1", p -> p.text(blob), Row::integer)
        .isPresent();
  }

  private void update(String sql, RunKey run) {
    session.update(sql, p -> p.number(run.seq()));
  }
}
