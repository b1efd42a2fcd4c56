package dev.muster.ledger;

import dev.muster.model.Request;
import dev.muster.model.RunId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Requests;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests to the owner of a run. */
final class JdbcRequests implements Requests {

  private static final String SELECT =
      "SELECT q.id, r.id, q.kind, q.ordinal, q.answer, q.created"
          + " FROM request q JOIN run r ON r.seq = q.run_seq";

  private final Session session;
  private final Supplier<Instant> now;

  JdbcRequests(Session session, Supplier<Instant> now) {
    this.session = session;
    this.now = now;
  }

  @Override
  public Request add(RunId run, Request.Kind kind, @Nullable Integer ordinal) {
    long seq = RunKey.require(session, run).seq();
    long id =
        session
            .first(
                "INSERT INTO request (run_seq, kind, ordinal, created)"
                    + " VALUES (?, ?, ?, ?) RETURNING id",
                p -> p.number(seq).text(kind.name()).number(ordinal).instant(now.get()),
                Row::number)
            .orElseThrow();
    return new Request(id, run, kind, ordinal, null, now.get());
  }

  @Override
  public List<Request> open(RunId run) {
    return session.list(
        SELECT + " WHERE r.id = ? AND q.answer IS NULL ORDER BY q.id",
        p -> p.text(run.value()),
        JdbcRequests::request);
  }

  @Override
  public void answer(long id, String answer) {
    int changed =
        session.update(
            "UPDATE request SET answer = ? WHERE id = ?", p -> p.text(answer).number(id));
    if (changed == 0) {
      throw new MusterException(ErrorKind.NOT_FOUND, "there is no request " + id);
    }
  }

  @Override
  public Optional<Request> find(long id) {
    return session.first(SELECT + " WHERE q.id = ?", p -> p.number(id), JdbcRequests::request);
  }

  private static Request request(Row row) throws SQLException {
    return new Request(
        row.number(),
        new RunId(row.text()),
        Request.Kind.valueOf(row.text()),
        row.integerOrNull(),
        row.textOrNull(),
        row.instant());
  }
}
