package dev.muster.ledger;

import dev.muster.model.Failure;
import dev.muster.model.Input;
import dev.muster.model.Outcome;
import dev.muster.model.Params;
import dev.muster.model.ResultBody;
import dev.muster.model.RunId;
import dev.muster.model.Task;
import dev.muster.model.TaskId;
import dev.muster.model.TaskLog;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.model.Worker;
import dev.muster.spi.ledger.Tasks.Planned;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads tasks of one run; what many of them share is read once and is one object. */
final class TaskReader {

  private static final String TASK =
      "SELECT t.ordinal, r.value, t.input, t.size, t.version, t.col, p.value, t.round";

  private static final String WORDS =
      " JOIN dictionary r ON r.run_seq = t.run_seq AND r.n = t.root"
          + " JOIN dictionary p ON p.run_seq = t.run_seq AND p.n = t.params";

  private static final String OUTCOME =
      ", t.cached_seq, t.cached_ordinal, o.state, o.attempts, o.started, o.ended, o.worker, o.json,"
          + " o.blob, o.blob_size, o.failure, o.log, o.log_bytes, o.log_cut FROM task t"
          + WORDS
          + " LEFT JOIN outcome o ON o.run_seq = COALESCE(t.cached_seq, t.run_seq)"
          + " AND o.ordinal = COALESCE(t.cached_ordinal, t.ordinal)"
          + " WHERE t.run_seq = ? AND t.ordinal >= ? ORDER BY t.ordinal LIMIT ?";

  private static final String PENDING =
      ", t.key_high, t.key_low, t.print_high, t.print_low FROM task t"
          + WORDS
          + " WHERE t.run_seq = ? AND t.cached_seq IS NULL AND NOT EXISTS (SELECT 1 FROM outcome o"
          + " WHERE o.run_seq = t.run_seq AND o.ordinal = t.ordinal) ORDER BY t.ordinal";

  private final Session session;
  private final long run;
  private final Map<String, String> roots = new HashMap<>();
  private final Map<String, Params> params = new HashMap<>();
  private final Map<Long, Map<Integer, Worker>> workers = new HashMap<>();
  private final Map<Long, RunId> runs = new HashMap<>();

  TaskReader(Session session, long run) {
    this.session = session;
    this.run = run;
  }

  List<TaskResult> page(int from, int limit) {
    List<TaskResult> page = new ArrayList<>();
    session.each(
        TASK + OUTCOME,
        p -> p.number(run).number(from).number(limit),
        row -> page.add(result(row)));
    return page;
  }

  void pending(Consumer<Planned> consumer) {
    session.each(
        TASK + PENDING,
        p -> p.number(run),
        row -> consumer.accept(new Planned(task(row), row.digest(), row.digest(), null)));
  }

  private Task task(Row row) throws SQLException {
    return new Task(
        row.integer(),
        new Input(
            roots.computeIfAbsent(row.text(), root -> root), row.text(), row.number(), row.text()),
        row.textOrNull(),
        params.computeIfAbsent(row.text(), RunJson::params),
        row.integer());
  }

  private TaskResult result(Row row) throws SQLException {
    Task task = task(row);
    Long source = row.numberOrNull();
    Integer sourceOrdinal = row.integerOrNull();
    TaskId cachedFrom =
        source == null || sourceOrdinal == null
            ? null
            : new TaskId(runs.computeIfAbsent(source, this::runId), sourceOrdinal);
    Outcome outcome = outcome(task.ordinal(), row);
    Worker worker =
        outcome == null || outcome.worker() == 0
            ? null
            : workers
                .computeIfAbsent(source == null ? run : source, this::workersByNumber)
                .get(outcome.worker());
    return new TaskResult(task, outcome, worker, cachedFrom);
  }

  private static @Nullable Outcome outcome(int ordinal, Row row) throws SQLException {
    String state = row.textOrNull();
    if (state == null) {
      return null;
    }
    return new Outcome(
        ordinal,
        TaskState.valueOf(state),
        row.integer(),
        row.instant(),
        row.instant(),
        row.integer(),
        body(row.textOrNull(), row.textOrNull(), row.number()),
        failure(row.textOrNull()),
        log(row.textOrNull(), row.number(), row.number()));
  }

  private static @Nullable ResultBody body(@Nullable String json, @Nullable String sha, long size) {
    if (json != null) {
      return new ResultBody.Inline(json);
    }
    return sha == null ? null : new ResultBody.Blob(sha, size);
  }

  private static @Nullable Failure failure(@Nullable String json) {
    return json == null ? null : RunJson.failure(json);
  }

  private static @Nullable TaskLog log(@Nullable String path, long bytes, long cut) {
    return path == null ? null : new TaskLog(path, bytes, cut);
  }

  private RunId runId(long seq) {
    return session
        .first("SELECT id FROM run WHERE seq = ?", p -> p.number(seq), row -> new RunId(row.text()))
        .orElseThrow();
  }

  private Map<Integer, Worker> workersByNumber(long seq) {
    Map<Integer, Worker> byNumber = new HashMap<>();
    workers(session, seq).forEach(worker -> byNumber.put(worker.number(), worker));
    return byNumber;
  }

  /** Worker processes of a run, by number. */
  static List<Worker> workers(Session session, long run) {
    return session.list(
        "SELECT number, node, address, pid, slot, started FROM worker WHERE run_seq = ?"
            + " ORDER BY number",
        p -> p.number(run),
        row ->
            new Worker(
                row.integer(), row.text(), row.text(), row.number(), row.integer(), row.instant()));
  }
}
