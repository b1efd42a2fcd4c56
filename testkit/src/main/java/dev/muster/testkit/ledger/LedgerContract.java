package dev.muster.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.model.Lease;
import dev.muster.model.Outcome;
import dev.muster.model.RunId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Tasks.Planned;
import dev.muster.spi.ledger.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all contract suites of the ledger start from: an empty ledger for each test. */
public abstract class LedgerContract {

  /** Long enough for any test. */
  protected static final Duration TERM = Duration.ofMinutes(10);

  /** A lease of this term is over as soon as it is taken. */
  protected static final Duration OVER = Duration.ofSeconds(-1);

  private Ledger ledger;

  /** Opens a ledger that nobody has written to. */
  protected abstract Ledger openEmpty();

  /** The ledger under test. */
  protected Ledger ledger() {
    return ledger;
  }

  @BeforeEach
  void openLedger() {
    ledger = openEmpty();
  }

  @AfterEach
  void closeLedger() {
    ledger.close();
  }

  /** Plans a run in the project "weather" and takes its lease. */
  protected Lease start(RunId id, List<Planned> plan) {
    return ledger.write(
        tx -> {
          tx.runs().insert(Samples.run(id, "weather"));
          tx.tasks().plan(id, plan.iterator());
          return tx.leases().acquire("run/" + id, Samples.OWNER, TERM, owner -> false);
        });
  }

  /** Commits outcomes in a transaction of their own. */
  protected Set<Integer> commit(RunId id, Lease lease, Outcome... outcomes) {
    return ledger.write(tx -> tx.tasks().commit(id, lease, List.of(outcomes)));
  }

  /** Reads one thing; typed, so that AssertJ knows what it is asked about. */
  protected <T> Optional<T> found(Function<Transaction, Optional<T>> work) {
    return ledger.read(work);
  }

  /** Reads a list. */
  protected <T> List<T> listed(Function<Transaction, List<T>> work) {
    return ledger.read(work);
  }

  /** Runs what must fail with an error of a kind. */
  protected static MusterException refused(ErrorKind kind, ThrowingCallable call) {
    MusterException refusal = catchThrowableOfType(MusterException.class, call);
    assertThat(refusal).as("an error of kind " + kind).isNotNull();
    assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
    return refusal;
  }
}
