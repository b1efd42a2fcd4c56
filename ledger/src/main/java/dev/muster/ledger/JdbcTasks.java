package dev.muster.ledger;

import dev.muster.model.Digest;
import dev.muster.model.Lease;
import dev.muster.model.Outcome;
import dev.muster.model.ProjectName;
import dev.muster.model.RunId;
import dev.muster.model.TaskId;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.model.Worker;
import dev.muster.spi.ledger.Leases;
import dev.muster.spi.ledger.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Tasks, their outcomes, workers, and what is at work. */
final class JdbcTasks implements Tasks {

  private final Session session;
  private final Leases leases;

  JdbcTasks(Session session, Leases leases) {
    this.session = session;
    this.leases = leases;
  }

  @Override
  public void plan(RunId run, Iterator<Planned> tasks) {
    new PlanWriter(session, RunKey.require(session, run)).write(tasks);
  }

  @Override
  public void remember(ProjectName project) {
    new HistoryWriter(session).remember(project);
  }

  @Override
  public List<History> history(ProjectName project, Collection<Digest> keys) {
    Set<Digest> wanted = new HashSet<>(keys);
    Map<String, RunId> runs = new HashMap<>();
    List<History> known = new ArrayList<>();
    for (List<Digest> chunk : Chunks.of(wanted)) {
      session.each(
          "SELECT h.key_high, h.key_low, h.print_high, h.print_low, r.code_high, r.code_low,"
              + " o.state, r.id, h.ordinal, o.started, o.ended FROM project p"
              + " JOIN history h ON h.project_seq = p.seq"
              + " JOIN outcome o ON o.run_seq = h.run_seq AND o.ordinal = h.ordinal"
              + " JOIN run r ON r.seq = h.run_seq WHERE p.name = ? AND h.key_high IN ("
              + Chunks.marks(chunk)
              + ")",
          p -> {
            p.text(project.value());
            for (Digest key : chunk) {
              p.number(key.high());
            }
          },
          row -> {
            Digest key = row.digest();
            if (wanted.contains(key)) {
              known.add(history(key, row, runs));
            }
          });
    }
    return known;
  }

  private static History history(Digest key, Row row, Map<String, RunId> runs) throws SQLException {
    Digest fingerprint = row.digest();
    Digest code = row.digest();
    TaskState state = TaskState.valueOf(row.text());
    TaskId task = new TaskId(runs.computeIfAbsent(row.text(), RunId::new), row.integer());
    Instant started = row.instant();
    Instant ended = row.instant();
    return new History(
        key, fingerprint, code, state, task, ended, Duration.between(started, ended));
  }

  @Override
  public Set<Integer> commit(RunId run, Lease lease, List<Outcome> outcomes) {
    leases.require(lease);
    return new OutcomeWriter(session, run, RunKey.require(session, run)).write(outcomes);
  }

  @Override
  public void pending(RunId run, Consumer<Planned> consumer) {
    RunKey.find(session, run)
        .ifPresent(key -> new TaskReader(session, key.seq()).pending(consumer));
  }

  @Override
  public List<TaskResult> page(RunId run, int from, int limit) {
    return RunKey.find(session, run)
        .map(key -> new TaskReader(session, key.seq()).page(from, limit))
        .orElse(List.of());
  }

  @Override
  public Optional<TaskResult> find(TaskId task) {
    return page(task.run(), task.ordinal(), 1).stream()
        .filter(result -> result.task().ordinal() == task.ordinal())
        .findFirst();
  }

  @Override
  public void addWorker(RunId run, Lease lease, Worker worker) {
    leases.require(lease);
    long seq = RunKey.require(session, run).seq();
    session.update(
        "INSERT INTO worker (run_seq, number, node, address, pid, slot, started)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        p ->
            p.number(seq)
                .number(worker.number())
                .text(worker.node())
                .text(worker.address())
                .number(worker.pid())
                .number(worker.slot())
                .instant(worker.started()));
  }

  @Override
  public List<Worker> workers(RunId run) {
    return RunKey.find(session, run)
        .map(key -> TaskReader.workers(session, key.seq()))
        .orElse(List.of());
  }

  @Override
  public void setRunning(RunId run, Lease lease, List<Running> running) {
    leases.require(lease);
    long seq = RunKey.require(session, run).seq();
    session.update("DELETE FROM running WHERE run_seq = ?", p -> p.number(seq));
    try (Batch batch =
        session.batch(
            "INSERT INTO running (run_seq, ordinal, worker, attempt, since)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      for (Running each : running) {
        batch.add(
            p ->
                p.number(seq)
                    .number(each.ordinal())
                    .number(each.worker())
                    .number(each.attempt())
                    .instant(each.since()));
      }
      batch.execute();
    }
  }

  @Override
  public List<Running> running(RunId run) {
    return session.list(
        "SELECT w.ordinal, w.worker, w.attempt, w.since FROM running w"
            + " JOIN run r ON r.seq = w.run_seq WHERE r.id = ? ORDER BY w.ordinal",
        p -> p.text(run.value()),
        row -> new Running(row.integer(), row.integer(), row.integer(), row.instant()));
  }
}
