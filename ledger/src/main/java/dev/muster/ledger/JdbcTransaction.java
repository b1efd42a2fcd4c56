package dev.muster.ledger;

import dev.muster.spi.ledger.Cancels;
import dev.muster.spi.ledger.Chains;
import dev.muster.spi.ledger.Clusters;
import dev.muster.spi.ledger.InputDigests;
import dev.muster.spi.ledger.Intents;
import dev.muster.spi.ledger.Jobs;
import dev.muster.spi.ledger.Leases;
import dev.muster.spi.ledger.Pipelines;
import dev.muster.spi.ledger.Requests;
import dev.muster.spi.ledger.Runs;
import dev.muster.spi.ledger.Tasks;
import dev.muster.spi.ledger.Transaction;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The repositories over one session. */
final class JdbcTransaction implements Transaction {

  private final Session session;
  private final Supplier<Instant> clock;
  private @Nullable Instant now;

  /**
   * @param clock asked once at most: a transaction has one time
   */
  JdbcTransaction(Session session, Supplier<Instant> clock) {
    this.session = session;
    this.clock = clock;
  }

  @Override
  public Instant now() {
    Instant known = now;
    if (known == null) {
      known = Microseconds.truncated(clock.get());
      now = known;
    }
    return known;
  }

  @Override
  public Leases leases() {
    return jdbcLeases();
  }

  @Override
  public Runs runs() {
    return new JdbcRuns(session, jdbcLeases());
  }

  @Override
  public Tasks tasks() {
    return new JdbcTasks(session, jdbcLeases());
  }

  @Override
  public Intents intents() {
    return new JdbcIntents(session, this::now);
  }

  @Override
  public InputDigests inputDigests() {
    return new JdbcInputDigests(session);
  }

  @Override
  public Requests requests() {
    return new JdbcRequests(session, this::now);
  }

  @Override
  public Clusters clusters() {
    return new JdbcClusters(session, jdbcLeases());
  }

  @Override
  public Jobs jobs() {
    return new JdbcJobs(session);
  }

  @Override
  public Pipelines pipelines() {
    return new JdbcPipelines(session, jdbcLeases());
  }

  @Override
  public Chains chains() {
    return new JdbcChains(session, jdbcLeases());
  }

  @Override
  public Cancels cancels() {
    return new JdbcCancels(session, this::now);
  }

  private JdbcLeases jdbcLeases() {
    return new JdbcLeases(session, this::now);
  }
}
