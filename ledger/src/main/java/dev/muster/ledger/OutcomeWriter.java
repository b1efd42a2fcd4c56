package dev.muster.ledger;

import dev.muster.model.Outcome;
import dev.muster.model.ResultBody;
import dev.muster.model.RunId;
import dev.muster.model.TaskId;
import dev.muster.model.TaskLog;
import dev.muster.model.TaskState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes outcomes that are new, and the run's tally. */
final class OutcomeWriter {

  /** From the task row, so that a cached task, which has its outcome, takes no second one. */
  private static final String INSERT =
      "INSERT INTO outcome (run_seq, ordinal, state, attempts, started, ended, worker, json, blob,"
          + " blob_size, failure, log, log_bytes, log_cut)"
          + " SELECT run_seq, ordinal, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM task"
          + " WHERE run_seq = ? AND ordinal = ? AND cached_seq IS NULL"
          + " ON CONFLICT (run_seq, ordinal) DO NOTHING";

  private final Session session;
  private final RunId id;
  private final RunKey run;

  OutcomeWriter(Session session, RunId id, RunKey run) {
    this.session = session;
    this.id = id;
    this.run = run;
  }

  /** Writes; the ordinals that were new. */
  Set<Integer> write(List<Outcome> outcomes) {
    List<Outcome> fresh = insert(outcomes);
    count(fresh);
    Set<Integer> ordinals = new HashSet<>();
    fresh.forEach(outcome -> ordinals.add(outcome.ordinal()));
    return ordinals;
  }

  private List<Outcome> insert(List<Outcome> outcomes) {
    List<Outcome> fresh = new ArrayList<>();
    try (Batch batch = session.batch(INSERT)) {
      outcomes.forEach(outcome -> batch.put(p -> fill(p, outcome)));
      int[] counts = batch.execute();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] == 1) {
          fresh.add(outcomes.get(i));
        } else {
          requirePlanned(outcomes.get(i));
        }
      }
    }
    return fresh;
  }

  private void fill(Parameters p, Outcome outcome) throws SQLException {
    p.text(outcome.state().name())
        .number(outcome.attempts())
        .instant(outcome.started())
        .instant(outcome.ended())
        .number(outcome.worker());
    ResultBody result = outcome.result();
    p.text(result instanceof ResultBody.Inline inline ? inline.json() : null);
    ResultBody.@Nullable Blob blob = result instanceof ResultBody.Blob large ? large : null;
    p.text(blob == null ? null : blob.sha256()).number(blob == null ? null : (Long) blob.size());
    p.text(outcome.failure() == null ? null : RunJson.failure(outcome.failure()));
    TaskLog log = outcome.log();
    p.text(log == null ? null : log.path())
        .number(log == null ? null : (Long) log.bytes())
        .number(log == null ? null : (Long) log.cut());
    p.number(run.seq()).number(outcome.ordinal());
  }

  private void count(List<Outcome> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    session.update(
        "UPDATE tally SET succeeded = succeeded + ?, failed = failed + ?, revoked = revoked + ?"
            + " WHERE run_seq = ?",
        p ->
            p.number(with(TaskState.SUCCEEDED, fresh))
                .number(with(TaskState.FAILED, fresh))
                .number(with(TaskState.REVOKED, fresh))
                .number(run.seq()));
  }

  private static long with(TaskState state, List<Outcome> outcomes) {
    return outcomes.stream().filter(outcome -> outcome.state() == state).count();
  }

  private void requirePlanned(Outcome outcome) {
    boolean planned =
        session
            .first(
                "SELECT 1 FROM task WHERE run_seq = ? AND ordinal = ?",
                p -> p.number(run.seq()).number(outcome.ordinal()),
                Row::integer)
            .isPresent();
    if (!planned) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "task " + new TaskId(id, outcome.ordinal()) + " is not in the run's plan");
    }
  }
}
