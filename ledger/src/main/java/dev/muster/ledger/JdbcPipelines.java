package dev.muster.ledger;

import dev.muster.model.Digest;
import dev.muster.model.JobState;
import dev.muster.model.Lease;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Leases;
import dev.muster.spi.ledger.Pipelines;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs of pipelines in the tables pipeline_run, step and step_job. */
final class JdbcPipelines implements Pipelines {

  private static final String SELECT_RUN =
      "SELECT id, name, file, folder, results, state, exit_code, created, ended, command, options,"
          + " environment FROM pipeline_run";

  private static final String PUT_STEP =
      "INSERT INTO step (run_seq, number, id, kind, state, reason, print_high, print_low,"
          + " cause) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (run_seq, number) DO UPDATE SET state = excluded.state,"
          + " reason = excluded.reason, print_high = excluded.print_high,"
          + " print_low = excluded.print_low, cause = excluded.cause";

  private static final String PUT_JOB =
      "INSERT INTO step_job (run_seq, step, attempt, engine, state, handle, exit_code, detail,"
          + " folder, created, started, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (run_seq, step, attempt) DO UPDATE SET engine = excluded.engine,"
          + " state = excluded.state, handle = excluded.handle, exit_code = excluded.exit_code,"
          + " detail = excluded.detail, started = excluded.started, ended = excluded.ended";

  private final Session session;
  private final Leases leases;

  JdbcPipelines(Session session, Leases leases) {
    this.session = session;
    this.leases = leases;
  }

  @Override
  public void insert(PipelineRun run, List<StepRecord> steps) {
    int inserted =
        session.update(
            "INSERT INTO pipeline_run (id, name, file, folder, results, state, exit_code, created,"
                + " ended, command, options, environment)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            p ->
                p.text(run.id().value())
                    .text(run.name())
                    .text(run.file().toString())
                    .text(run.folder().toString())
                    .text(run.results().toString())
                    .text(run.state().name())
                    .number(run.exitCode())
                    .instant(run.created())
                    .instant(run.ended())
                    .text(RunJson.command(run.command()))
                    .text(run.options())
                    .text(RunJson.facts(run.environment())));
    if (inserted == 0) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "there is a run " + run.id() + " already",
          "muster pipeline show " + run.id());
    }
    putSteps(PipelineKey.require(session, run.id()), steps);
  }

  @Override
  public Optional<PipelineRun> find(RunId id) {
    return session.first(SELECT_RUN + " WHERE id = ?", p -> p.text(id.value()), JdbcPipelines::run);
  }

  @Override
  public List<PipelineRun> list(@Nullable Path file, int limit) {
    String of = file == null ? "" : " WHERE file = ?";
    return session.list(
        SELECT_RUN + of + " ORDER BY created DESC, seq DESC LIMIT ?",
        p -> {
          if (file != null) {
            p.text(file.toString());
          }
          p.number(limit);
        },
        JdbcPipelines::run);
  }

  @Override
  public void update(PipelineRun run, Lease lease) {
    PipelineKey key = PipelineKey.require(session, leases, run.id(), lease);
    session.update(
        "UPDATE pipeline_run SET state = ?, exit_code = ?, ended = ? WHERE seq = ?",
        p ->
            p.text(run.state().name())
                .number(run.exitCode())
                .instant(run.ended())
                .number(key.seq()));
  }

  @Override
  public void putSteps(RunId run, List<StepRecord> steps, Lease lease) {
    putSteps(PipelineKey.require(session, leases, run, lease), steps);
  }

  private void putSteps(PipelineKey key, List<StepRecord> steps) {
    try (Batch batch = session.batch(PUT_STEP)) {
      for (StepRecord step : steps) {
        Digest print = step.fingerprint();
        batch.add(
            p ->
                p.number(key.seq())
                    .number(step.number())
                    .text(step.id().value())
                    .text(step.kind())
                    .text(step.state().name())
                    .text(step.reason())
                    .number(print == null ? null : Long.valueOf(print.high()))
                    .number(print == null ? null : Long.valueOf(print.low()))
                    .text(RunJson.cause(step.cause())));
      }
      batch.execute();
    }
  }

  @Override
  public List<StepRecord> steps(RunId run) {
    return session.list(
        "SELECT s.number, s.id, s.kind, s.state, s.reason, s.print_high, s.print_low, s.cause"
            + " FROM step s JOIN pipeline_run r ON r.seq = s.run_seq"
            + " WHERE r.id = ? ORDER BY s.number",
        p -> p.text(run.value()),
        JdbcPipelines::step);
  }

  @Override
  public void putJobs(RunId run, List<StepJob> jobs, Lease lease) {
    PipelineKey key = PipelineKey.require(session, leases, run, lease);
    try (Batch batch = session.batch(PUT_JOB)) {
      for (StepJob job : jobs) {
        batch.add(
            p ->
                p.number(key.seq())
                    .number(job.step())
                    .number(job.attempt())
                    .text(job.engine())
                    .text(job.state().name())
                    .text(job.handle())
                    .number(job.exitCode())
                    .text(job.detail())
                    .text(job.folder())
                    .instant(job.created())
                    .instant(job.started())
                    .instant(job.ended()));
      }
      batch.execute();
    }
  }

  @Override
  public List<StepJob> jobs(RunId run) {
    return session.list(
        "SELECT j.step, j.attempt, j.engine, j.state, j.handle, j.exit_code, j.detail, j.folder,"
            + " j.created, j.started, j.ended"
            + " FROM step_job j JOIN pipeline_run r ON r.seq = j.run_seq"
            + " WHERE r.id = ? ORDER BY j.step, j.attempt",
        p -> p.text(run.value()),
        JdbcPipelines::job);
  }

  /** Of the runs in which the step was begun, the last one counts. */
  @Override
  public Optional<RunId> unchanged(Path file, StepId step, Digest fingerprint) {
    return session
        .first(
            "SELECT r.id, s.number, s.id, s.kind, s.state, s.reason, s.print_high, s.print_low, s.cause"
                + " FROM step s JOIN pipeline_run r ON r.seq = s.run_seq"
                + " WHERE r.file = ? AND s.id = ?"
                + " AND s.state NOT IN ('PENDING', 'SKIPPED', 'BLOCKED')"
                + " ORDER BY r.created DESC, r.seq DESC LIMIT 1",
            p -> p.text(file.toString()).text(step.value()),
            row -> new Last(new RunId(row.text()), step(row)))
        .filter(last -> last.step().state() == StepState.COMPLETED)
        .filter(last -> fingerprint.equals(last.step().fingerprint()))
        .map(Last::run);
  }

  @Override
  public Set<StepId> completed(Path file) {
    return new LinkedHashSet<>(
        session.list(
            "SELECT DISTINCT s.id FROM step s JOIN pipeline_run r ON r.seq = s.run_seq"
                + " WHERE r.file = ? AND s.state = 'COMPLETED'",
            p -> p.text(file.toString()),
            row -> new StepId(row.text())));
  }

  private record Last(RunId run, StepRecord step) {}

  private static PipelineRun run(Row row) throws SQLException {
    return new PipelineRun(
        new RunId(row.text()),
        row.text(),
        Path.of(row.text()),
        Path.of(row.text()),
        Path.of(row.text()),
        RunState.valueOf(row.text()),
        row.integerOrNull(),
        row.instant(),
        row.instantOrNull(),
        RunJson.command(row.text()),
        row.text(),
        RunJson.facts(row.text()));
  }

  private static StepRecord step(Row row) throws SQLException {
    int number = row.integer();
    StepId id = new StepId(row.text());
    String kind = row.text();
    StepState state = StepState.valueOf(row.text());
    String reason = row.textOrNull();
    Long high = row.numberOrNull();
    Long low = row.numberOrNull();
    return new StepRecord(
        number,
        id,
        kind,
        state,
        reason,
        high == null || low == null ? null : new Digest(high, low),
        RunJson.cause(row.textOrNull()));
  }

  private static StepJob job(Row row) throws SQLException {
    return new StepJob(
        row.integer(),
        row.integer(),
        row.text(),
        JobState.valueOf(row.text()),
        row.textOrNull(),
        row.integerOrNull(),
        row.textOrNull(),
        row.text(),
        row.instant(),
        row.instantOrNull(),
        row.instantOrNull());
  }
}
