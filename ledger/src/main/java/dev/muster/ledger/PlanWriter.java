package dev.muster.ledger;

import dev.muster.model.Params;
import dev.muster.model.RunId;
import dev.muster.model.Task;
import dev.muster.model.TaskId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Tasks.Planned;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the plan of a run in one pass; roots and parameters go to the run's dictionary. */
final class PlanWriter {

  private final Session session;
  private final RunKey run;
  private final Map<String, Integer> roots = new HashMap<>();

  /** By identity: a plan has one object for each combination, and comparing them takes time. */
  private final IdentityHashMap<Params, Integer> params = new IdentityHashMap<>();

  private final Map<RunId, Long> sources = new HashMap<>();
  private int words;
  private int planned;
  private int cached;

  PlanWriter(Session session, RunKey run) {
    this.session = session;
    this.run = run;
  }

  void write(Iterator<Planned> tasks) {
    try (Batch batch =
            session.batch(
                "INSERT INTO task (run_seq, ordinal, key_high, key_low, print_high, print_low, root,"
                    + " input, size, version, col, params, round, cached_seq, cached_ordinal)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        Batch dictionary =
            session.batch("INSERT INTO dictionary (run_seq, n, value) VALUES (?, ?, ?)")) {
      while (tasks.hasNext()) {
        add(batch, dictionary, tasks.next());
      }
      dictionary.execute();
      batch.execute();
    }
    session.update(
        "UPDATE tally SET planned = planned + ?, cached = cached + ? WHERE run_seq = ?",
        p -> p.number(planned).number(cached).number(run.seq()));
    if (cached > 0) {
      requireSources();
    }
  }

  private void add(Batch batch, Batch dictionary, Planned planned) {
    Task task = planned.task();
    int root = roots.computeIfAbsent(task.input().root(), each -> word(dictionary, each));
    int values =
        params.computeIfAbsent(task.params(), each -> word(dictionary, RunJson.params(each)));
    TaskId from = planned.cachedFrom();
    @Nullable Long source = from == null ? null : sources.computeIfAbsent(from.run(), this::source);
    batch.add(
        p ->
            p.number(run.seq())
                .number(task.ordinal())
                .digest(planned.key())
                .digest(planned.fingerprint())
                .number(root)
                .text(task.input().key())
                .number(task.input().size())
                .text(task.input().version())
                .text(task.column())
                .number(values)
                .number(task.round())
                .number(source)
                .number(from == null ? null : Integer.valueOf(from.ordinal())));
    this.planned++;
    if (from != null) {
      cached++;
    }
  }

  private int word(Batch dictionary, String value) {
    int n = words++;
    dictionary.add(p -> p.number(run.seq()).number(n).text(value));
    return n;
  }

  private long source(RunId id) {
    return RunKey.find(session, id).map(RunKey::seq).orElseThrow(() -> gone("run " + id));
  }

  /** What the plan takes from earlier runs may have been deleted since the planner looked. */
  private void requireSources() {
    session
        .first(
            "SELECT r.id, t.cached_ordinal FROM task t JOIN run r ON r.seq = t.cached_seq"
                + " WHERE t.run_seq = ? AND t.cached_seq IS NOT NULL AND NOT EXISTS"
                + " (SELECT 1 FROM outcome o WHERE o.run_seq = t.cached_seq"
                + " AND o.ordinal = t.cached_ordinal AND o.state = 'SUCCEEDED') LIMIT 1",
            p -> p.number(run.seq()),
            row -> new TaskId(new RunId(row.text()), row.integer()))
        .ifPresent(
            task -> {
              throw gone("task " + task);
            });
  }

  private static MusterException gone(String what) {
    return new MusterException(
        ErrorKind.CONFLICT,
        "the plan takes a result from " + what + ", and it is not there any more",
        "run the same command again: it plans anew");
  }
}
