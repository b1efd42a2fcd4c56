package dev.muster.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.muster.model.Request;
import dev.muster.model.RunId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.ledger.InputDigests.Known;
import dev.muster.spi.ledger.Leases;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@link dev.muster.spi.ledger.Ledger} itself and its small repositories promise. */
public abstract class TransactionsContract extends LedgerContract {

  private static final RunId RUN = new RunId("r1");
  private static final Known FILE = new Known("/data/a\0.csv", 10, 123_456_789L, "ef".repeat(32));

  @Test
  void whatWorkThrowsRollsBack() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(
            () ->
                ledger()
                    .write(
                        tx -> {
                          tx.inputDigests().put(List.of(FILE));
                          throw new UnsupportedOperationException();
                        }));

    assertThat(known(FILE.path())).isEmpty();
  }

  @Test
  void readCannotWrite() {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(
            () ->
                ledger()
                    .read(
                        tx -> {
                          tx.inputDigests().put(List.of(FILE));
                          return true;
                        }));

    assertThat(known(FILE.path())).isEmpty();
  }

  @Test
  void repositoryKeptBeyondItsTransactionFails() {
    Leases kept = ledger().write(tx -> tx.leases());

    assertThatIllegalStateException().isThrownBy(() -> kept.find("x"));
  }

  @Test
  void readNeitherWaitsForWriteNorSeesIt() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> write =
          pool.submit(
              () ->
                  ledger()
                      .write(
                          tx -> {
                            tx.inputDigests().put(List.of(FILE));
                            written.countDown();
                            return awaited(go);
                          }));
      assertThat(written.await(120, TimeUnit.SECONDS)).isTrue();
      assertThat(known(FILE.path())).isEmpty();
      go.countDown();
      assertThat(write.get(120, TimeUnit.SECONDS)).isTrue();
      assertThat(known(FILE.path())).containsExactly(FILE);
    } finally {
      go.countDown();
      pool.shutdownNow();
    }
  }

  @Test
  void readSeesOneState() {
    List<Known> seen =
        ledger()
            .read(
                tx -> {
                  List<Known> all = new ArrayList<>(tx.inputDigests().find(List.of(FILE.path())));
                  put(FILE);
                  all.addAll(tx.inputDigests().find(List.of(FILE.path())));
                  return all;
                });

    assertThat(seen).isEmpty();
    assertThat(known(FILE.path())).containsExactly(FILE);
  }

  @Test
  void transactionHasOneTime() {
    assertThat(ledger().<Boolean>write(tx -> tx.now().equals(tx.now()))).isTrue();
  }

  @Test
  void digestsOfFilesAreReplaced() {
    String longPath = "/" + "x".repeat(4000);
    put(FILE);
    put(new Known(longPath, 1, 2, "00".repeat(32)));
    Known newer = new Known(FILE.path(), 11, 123_456_790L, "aa".repeat(32));
    put(newer);

    assertThat(known(FILE.path(), "/data/b.csv")).containsExactly(newer);
    assertThat(known(longPath)).hasSize(1);
  }

  @Test
  void requestsAreAnsweredOldestFirst() {
    start(RUN, Samples.plan(1));
    Request ping = ledger().write(tx -> tx.requests().add(RUN, Request.Kind.PING, null));
    Request revoke = ledger().write(tx -> tx.requests().add(RUN, Request.Kind.REVOKE, 0));
    assertThat(listed(tx -> tx.requests().open(RUN))).containsExactly(ping, revoke);

    ledger()
        .write(
            tx -> {
              tx.requests().answer(ping.id(), "alive\0");
              return ping;
            });

    assertThat(listed(tx -> tx.requests().open(RUN))).containsExactly(revoke);
    assertThat(ledger().read(tx -> tx.requests().find(ping.id())).orElseThrow().answer())
        .isEqualTo("alive\0");
    refused(
        ErrorKind.NOT_FOUND,
        () -> ledger().write(tx -> tx.requests().add(new RunId("x"), Request.Kind.PING, null)));
  }

  private void put(Known known) {
    ledger()
        .write(
            tx -> {
              tx.inputDigests().put(List.of(known));
              return known;
            });
  }

  private List<Known> known(String... paths) {
    return ledger().read(tx -> tx.inputDigests().find(List.of(paths)));
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(120, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
