package dev.muster.ledger;

import dev.muster.model.Job;
import dev.muster.model.JobId;
import dev.muster.model.JobState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Jobs;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Jobs in the table job. */
final class JdbcJobs implements Jobs {

  private static final String SELECT =
      "SELECT j.id, c.id, j.kind, j.description, j.state, j.handle, j.exit_code, j.detail,"
          + " j.attempt, j.created, j.started, j.ended"
          + " FROM job j JOIN cluster c ON c.seq = j.cluster_seq";

  private final Session session;

  JdbcJobs(Session session) {
    this.session = session;
  }

  @Override
  public void insert(Job job) {
    ClusterKey cluster = ClusterKey.require(session, job.cluster());
    int inserted =
        session.update(
            "INSERT INTO job (id, cluster_seq, kind, description, state, handle, exit_code, detail,"
                + " attempt, created, started, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING",
            p ->
                p.text(job.id().value())
                    .number(cluster.seq())
                    .text(job.kind())
                    .text(job.description())
                    .text(job.state().name())
                    .text(job.handle())
                    .number(job.exitCode())
                    .text(job.detail())
                    .number(job.attempt())
                    .instant(job.created())
                    .instant(job.started())
                    .instant(job.ended()));
    if (inserted == 0) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "there is a job " + job.id() + " already",
          "muster job show " + job.id());
    }
  }

  @Override
  public Optional<Job> find(JobId id) {
    return session.first(SELECT + " WHERE j.id = ?", p -> p.text(id.value()), JdbcJobs::job);
  }

  /** One statement, so that nobody comes between the look and the write. */
  @Override
  public boolean update(Job job) {
    List<JobState> before =
        Arrays.stream(JobState.values())
            .filter(state -> state == job.state() || state.mayBecome(job.state()))
            .toList();
    int changed =
        session.update(
            "UPDATE job SET state = ?,"
                + " handle = CASE WHEN attempt < ? THEN ? ELSE COALESCE(?, handle) END,"
                + " started = CASE WHEN attempt < ? THEN ? ELSE COALESCE(?, started) END,"
                + " exit_code = ?, detail = ?, ended = ?, attempt = ?"
                + " WHERE id = ? AND (attempt = ? AND state IN ("
                + Chunks.marks(before)
                + ") OR attempt < ? AND state IN ('PENDING', 'SUBMITTED', 'RUNNING'))",
            p -> {
              p.text(job.state().name())
                  .number(job.attempt())
                  .text(job.handle())
                  .text(job.handle())
                  .number(job.attempt())
                  .instant(job.started())
                  .instant(job.started())
                  .number(job.exitCode())
                  .text(job.detail())
                  .instant(job.ended())
                  .number(job.attempt())
                  .text(job.id().value())
                  .number(job.attempt());
              for (JobState state : before) {
                p.text(state.name());
              }
              p.number(job.attempt());
            });
    if (changed == 0 && find(job.id()).isEmpty()) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "there is no job " + job.id(), "muster job list");
    }
    return changed > 0;
  }

  @Override
  public List<Job> list(@Nullable String cluster, int limit) {
    String of = cluster == null ? "" : " WHERE c.id = ?";
    return session.list(
        SELECT + of + " ORDER BY j.created DESC, j.seq DESC LIMIT ?",
        p -> {
          if (cluster != null) {
            p.text(cluster);
          }
          p.number(limit);
        },
        JdbcJobs::job);
  }

  private static Job job(Row row) throws SQLException {
    return new Job(
        new JobId(row.text()),
        row.text(),
        row.text(),
        row.text(),
        JobState.valueOf(row.text()),
        row.textOrNull(),
        row.integerOrNull(),
        row.textOrNull(),
        row.integer(),
        row.instant(),
        row.instantOrNull(),
        row.instantOrNull());
  }
}
