package dev.muster.ledger;

import dev.muster.model.Lease;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.chain.ChainRun;
import dev.muster.model.chain.ElementKind;
import dev.muster.model.chain.ElementRecord;
import dev.muster.model.chain.ElementState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Chains;
import dev.muster.spi.ledger.Leases;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs of chains in the tables chain_run and chain_element. */
final class JdbcChains implements Chains {

  private static final String SELECT_RUN =
      "SELECT id, name, file, state, exit_code, created, ended, command, options, environment"
          + " FROM chain_run";

  private static final String PUT_ELEMENT =
      "INSERT INTO chain_element (chain_seq, number, kind, subject, state, run, reason, left_out,"
          + " started, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (chain_seq, number) DO UPDATE SET state = excluded.state,"
          + " run = excluded.run, reason = excluded.reason, left_out = excluded.left_out,"
          + " started = excluded.started, ended = excluded.ended";

  private final Session session;
  private final Leases leases;

  JdbcChains(Session session, Leases leases) {
    this.session = session;
    this.leases = leases;
  }

  @Override
  public void insert(ChainRun run, List<ElementRecord> elements) {
    int inserted =
        session.update(
            "INSERT INTO chain_run (id, name, file, state, exit_code, created, ended, command,"
                + " options, environment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING",
            p ->
                p.text(run.id().value())
                    .text(run.name())
                    .text(run.file().toString())
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
          "muster chain show " + run.id());
    }
    putElements(key(run.id()), elements);
  }

  @Override
  public Optional<ChainRun> find(RunId id) {
    return session.first(SELECT_RUN + " WHERE id = ?", p -> p.text(id.value()), JdbcChains::run);
  }

  @Override
  public List<ChainRun> list(@Nullable Path file, int limit) {
    String of = file == null ? "" : " WHERE file = ?";
    return session.list(
        SELECT_RUN + of + " ORDER BY created DESC, seq DESC LIMIT ?",
        p -> {
          if (file != null) {
            p.text(file.toString());
          }
          p.number(limit);
        },
        JdbcChains::run);
  }

  @Override
  public void update(ChainRun run, Lease lease) {
    long key = key(run.id(), lease);
    session.update(
        "UPDATE chain_run SET state = ?, exit_code = ?, ended = ? WHERE seq = ?",
        p -> p.text(run.state().name()).number(run.exitCode()).instant(run.ended()).number(key));
  }

  @Override
  public void putElements(RunId run, List<ElementRecord> elements, Lease lease) {
    putElements(key(run, lease), elements);
  }

  private void putElements(long key, List<ElementRecord> elements) {
    try (Batch batch = session.batch(PUT_ELEMENT)) {
      for (ElementRecord element : elements) {
        RunId run = element.run();
        batch.add(
            p ->
                p.number(key)
                    .number(element.number())
                    .text(element.kind().name())
                    .text(element.subject().toString())
                    .text(element.state().name())
                    .text(run == null ? null : run.value())
                    .text(element.reason())
                    .number(element.leftOut())
                    .instant(element.started())
                    .instant(element.ended()));
      }
      batch.execute();
    }
  }

  @Override
  public List<ElementRecord> elements(RunId run) {
    return session.list(
        "SELECT e.number, e.kind, e.subject, e.state, e.run, e.reason, e.left_out, e.started,"
            + " e.ended FROM chain_element e JOIN chain_run r ON r.seq = e.chain_seq"
            + " WHERE r.id = ? ORDER BY e.number",
        p -> p.text(run.value()),
        JdbcChains::element);
  }

  /** The number of a run to write to; the lease on it is checked. */
  private long key(RunId id, Lease lease) {
    if (!lease.resource().equals("chain/" + id)) {
      throw new IllegalArgumentException(
          "the lease of " + lease.resource() + " is none of chain " + id);
    }
    leases.require(lease);
    return key(id);
  }

  private long key(RunId id) {
    return session
        .first("SELECT seq FROM chain_run WHERE id = ?", p -> p.text(id.value()), Row::number)
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.NOT_FOUND,
                    "there is no run " + id + " of a chain",
                    "muster chain list"));
  }

  private static ChainRun run(Row row) throws SQLException {
    return new ChainRun(
        new RunId(row.text()),
        row.text(),
        Path.of(row.text()),
        RunState.valueOf(row.text()),
        row.integerOrNull(),
        row.instant(),
        row.instantOrNull(),
        RunJson.command(row.text()),
        row.text(),
        RunJson.facts(row.text()));
  }

  private static ElementRecord element(Row row) throws SQLException {
    int number = row.integer();
    ElementKind kind = ElementKind.valueOf(row.text());
    Path subject = Path.of(row.text());
    ElementState state = ElementState.valueOf(row.text());
    String run = row.textOrNull();
    return new ElementRecord(
        number,
        kind,
        subject,
        state,
        run == null ? null : new RunId(run),
        row.textOrNull(),
        row.integer(),
        row.instantOrNull(),
        row.instantOrNull());
  }
}
