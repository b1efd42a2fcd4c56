package dev.muster.ledger;

import dev.muster.model.Lease;
import dev.muster.model.ProjectName;
import dev.muster.model.Run;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.RunTimings;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Leases;
import dev.muster.spi.ledger.Runs;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs in the tables run, project and tally. */
final class JdbcRuns implements Runs {

  private static final String SELECT =
      "SELECT r.id, p.name, r.folder, r.results, r.state, r.created, r.ended, r.code_high,"
          + " r.code_low, r.rounds, r.total, r.cached, r.workers, r.command, r.environment,"
          + " r.initialize, r.elapsed FROM run r JOIN project p ON p.seq = r.project_seq";
  private static final String NEWEST_FIRST = " ORDER BY r.created DESC, r.seq DESC";

  private final Session session;
  private final Leases leases;

  JdbcRuns(Session session, Leases leases) {
    this.session = session;
    this.leases = leases;
  }

  @Override
  public void insert(Run run) {
    session.update(
        "INSERT INTO project (name) VALUES (?) ON CONFLICT (name) DO NOTHING",
        p -> p.text(run.project().value()));
    session.update(
        "INSERT INTO run (id, project_seq, folder, results, state, created, ended, code_high,"
            + " code_low, rounds, total, cached, workers, command, environment, initialize,"
            + " elapsed) SELECT ?, seq, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
            + " FROM project WHERE name = ?",
        p ->
            p.text(run.id().value())
                .text(run.folder().toString())
                .text(run.results().toString())
                .text(run.state().name())
                .instant(run.created())
                .instant(run.ended())
                .digest(run.code())
                .number(run.rounds())
                .number(run.total())
                .number(run.cached())
                .number(run.workers())
                .text(RunJson.command(run.command()))
                .text(RunJson.facts(run.environment()))
                .number(run.timings().initialize().toNanos())
                .number(run.timings().total().toNanos())
                .text(run.project().value()));
    session.update(
        "INSERT INTO tally (run_seq) SELECT seq FROM run WHERE id = ?",
        p -> p.text(run.id().value()));
  }

  @Override
  public Optional<Run> find(RunId id) {
    return session.first(SELECT + " WHERE r.id = ?", p -> p.text(id.value()), JdbcRuns::run);
  }

  @Override
  public List<Run> list(@Nullable ProjectName project, int limit) {
    String of = project == null ? "" : " AND p.name = ?";
    return session.list(
        SELECT + " WHERE r.state <> 'DELETED'" + of + NEWEST_FIRST + " LIMIT ?",
        p -> {
          if (project != null) {
            p.text(project.value());
          }
          p.number(limit);
        },
        JdbcRuns::run);
  }

  @Override
  public List<Run> running(ProjectName project) {
    if (session.writable()) {
      session.update(
          "INSERT INTO project (name, planned) VALUES (?, 1)"
              + " ON CONFLICT (name) DO UPDATE SET planned = project.planned + 1",
          p -> p.text(project.value()));
    }
    return session.list(
        SELECT + " WHERE p.name = ? AND r.state = 'RUNNING'" + NEWEST_FIRST,
        p -> p.text(project.value()),
        JdbcRuns::run);
  }

  @Override
  public void update(Run run, Lease lease) {
    leases.require(lease);
    RunKey key = RunKey.require(session, run.id());
    session.update(
        "UPDATE run SET state = ?, ended = ?, total = ?, cached = ?, initialize = ?, elapsed = ?"
            + " WHERE seq = ?",
        p ->
            p.text(run.state().name())
                .instant(run.ended())
                .number(run.total())
                .number(run.cached())
                .number(run.timings().initialize().toNanos())
                .number(run.timings().total().toNanos())
                .number(key.seq()));
  }

  @Override
  public Counts counts(RunId id) {
    return session
        .first(
            "SELECT t.planned, t.cached, t.succeeded, t.failed, t.revoked"
                + " FROM run r JOIN tally t ON t.run_seq = r.seq WHERE r.id = ?",
            p -> p.text(id.value()),
            JdbcRuns::counts)
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.NOT_FOUND, "there is no run " + id, "muster runs list"));
  }

  @Override
  public List<String> delete(RunId id) {
    return new RunDeletion(session).delete(id);
  }

  private static Counts counts(Row row) throws SQLException {
    int planned = row.integer();
    int cached = row.integer();
    int succeeded = row.integer() + cached;
    int failed = row.integer();
    int revoked = row.integer();
    return new Counts(planned - succeeded - failed - revoked, succeeded, failed, revoked, cached);
  }

  private static Run run(Row row) throws SQLException {
    return new Run(
        new RunId(row.text()),
        new ProjectName(row.text()),
        Path.of(row.text()),
        Path.of(row.text()),
        RunState.valueOf(row.text()),
        row.instant(),
        row.instantOrNull(),
        row.digest(),
        row.integer(),
        row.integer(),
        row.integer(),
        row.integer(),
        RunJson.command(row.text()),
        RunJson.facts(row.text()),
        new RunTimings(Duration.ofNanos(row.number()), Duration.ofNanos(row.number())));
  }
}
