package dev.muster.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link dev.muster.spi.ledger.Cancels} promises. */
public abstract class CancelsContract extends LedgerContract {

  private static final String RUN = "pipeline/p1";

  @Test
  void firstTimeCountsUntilItIsCleared() {
    assertThat(asked(RUN)).isEmpty();

    Instant first =
        ledger()
            .write(
                tx -> {
                  tx.cancels().ask(RUN);
                  return tx.now();
                });
    ask(RUN);

    assertThat(asked(RUN)).contains(first);
    assertThat(asked("pipeline/p2")).isEmpty();
    clear(RUN);
    assertThat(asked(RUN)).isEmpty();
    clear(RUN);
    ask(RUN);
    assertThat(asked(RUN)).isPresent();
  }

  private Optional<Instant> asked(String resource) {
    return found(tx -> tx.cancels().find(resource));
  }

  private void ask(String resource) {
    ledger()
        .write(
            tx -> {
              tx.cancels().ask(resource);
              return true;
            });
  }

  private void clear(String resource) {
    ledger()
        .write(
            tx -> {
              tx.cancels().clear(resource);
              return true;
            });
  }
}
