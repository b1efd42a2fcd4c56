package dev.muster.ledger;

import dev.muster.spi.ledger.Cancels;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Requests in the table cancel. */
final class JdbcCancels implements Cancels {

  private final Session session;
  private final Supplier<Instant> now;

  JdbcCancels(Session session, Supplier<Instant> now) {
    this.session = session;
    this.now = now;
  }

  @Override
  public void ask(String resource) {
    session.update(
        "INSERT INTO cancel (resource, asked) VALUES (?, ?) ON CONFLICT (resource) DO NOTHING",
        p -> p.text(resource).instant(now.get()));
  }

  @Override
  public Optional<Instant> find(String resource) {
    return session.first(
        "SELECT asked FROM cancel WHERE resource = ?", p -> p.text(resource), Row::instant);
  }

  @Override
  public void clear(String resource) {
    session.update("DELETE FROM cancel WHERE resource = ?", p -> p.text(resource));
  }
}
