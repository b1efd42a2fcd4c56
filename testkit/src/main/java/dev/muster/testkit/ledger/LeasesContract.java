package dev.muster.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Lease;
import dev.muster.model.Owner;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What {@link dev.muster.spi.ledger.Leases} promises. */
public abstract class LeasesContract extends LedgerContract {

  private static final String RUN = "run/r1";

  @Test
  void firstLeaseHasEpochOneAndEndsAfterItsTerm() {
    Lease lease =
        ledger()
            .write(
                tx -> {
                  Lease taken = tx.leases().acquire(RUN, Samples.OWNER, TERM, owner -> false);
                  assertThat(taken.expires()).isEqualTo(tx.now().plus(TERM));
                  return taken;
                });

    assertThat(lease.epoch()).isEqualTo(1);
    assertThat(lease.owner()).isEqualTo(Samples.OWNER);
    assertThat(found(tx -> tx.leases().find(RUN))).contains(lease);
  }

  @Test
  void refusesWhatAnotherHoldsAndNamesHolderAndEnd() {
    Lease held = acquire(Samples.OWNER, TERM);

    MusterException refusal = refused(ErrorKind.CONFLICT, () -> acquire(Samples.OTHER, TERM));

    assertThat(refusal)
        .hasMessageContaining("4711")
        .hasMessageContaining("here")
        .hasMessageContaining(held.expires().toString());
    assertThat(found(tx -> tx.leases().find(RUN))).contains(held);
  }

  @Test
  void holderItselfCannotTakeItTwice() {
    acquire(Samples.OWNER, TERM);

    refused(ErrorKind.CONFLICT, () -> acquire(Samples.OWNER, TERM));
  }

  @Test
  void expiredLeaseCanBeTakenAndEpochGrows() {
    acquire(Samples.OWNER, OVER);

    assertThat(acquire(Samples.OTHER, TERM).epoch()).isEqualTo(2);
  }

  @Test
  void leaseOfOwnerThatIsGoneCanBeTaken() {
    acquire(Samples.OWNER, TERM);

    Lease taken =
        ledger().write(tx -> tx.leases().acquire(RUN, Samples.OTHER, TERM, Samples.OWNER::equals));

    assertThat(taken.epoch()).isEqualTo(2);
    assertThat(taken.owner()).isEqualTo(Samples.OTHER);
  }

  @Test
  void releasedLeaseIsNobodysAndItsEpochIsNotUsedAgain() {
    Lease lease = acquire(Samples.OWNER, TERM);

    release(lease);

    assertThat(found(tx -> tx.leases().find(RUN))).isEmpty();
    assertThat(acquire(Samples.OTHER, TERM).epoch()).isEqualTo(2);
  }

  @Test
  void releaseOfLeaseThatAnotherTookDoesNothing() {
    Lease old = acquire(Samples.OWNER, OVER);
    Lease taken = acquire(Samples.OTHER, TERM);

    release(old);

    assertThat(found(tx -> tx.leases().find(RUN))).contains(taken);
  }

  @Test
  void renewProlongs() {
    Lease lease = acquire(Samples.OWNER, OVER);

    Lease renewed = ledger().write(tx -> tx.leases().renew(lease, TERM));

    assertThat(renewed.epoch()).isEqualTo(lease.epoch());
    assertThat(renewed.expires()).isAfter(lease.expires());
    refused(ErrorKind.CONFLICT, () -> acquire(Samples.OTHER, TERM));
  }

  @Test
  void neitherRenewNorRequireOnceAnotherTookIt() {
    Lease old = acquire(Samples.OWNER, OVER);
    acquire(Samples.OTHER, TERM);

    refused(ErrorKind.CONFLICT, () -> ledger().write(tx -> tx.leases().renew(old, TERM)));
    assertThat(refused(ErrorKind.CONFLICT, () -> require(old))).hasMessageContaining("4712");
  }

  @Test
  void neitherRenewNorRequireOnceReleased() {
    Lease lease = acquire(Samples.OWNER, TERM);
    release(lease);

    refused(ErrorKind.CONFLICT, () -> ledger().write(tx -> tx.leases().renew(lease, TERM)));
    refused(ErrorKind.CONFLICT, () -> require(lease));
  }

  @Test
  void expiredLeaseThatNobodyTookIsStillHeld() {
    Lease lease = acquire(Samples.OWNER, OVER);

    require(lease);

    assertThat(found(tx -> tx.leases().find(RUN))).contains(lease);
  }

  @Test
  void exactlyOneOfManyAtOnceGetsIt() throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 25; round++) {
        String resource = "round/" + round;
        List<Callable<Boolean>> racers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          Owner owner = new Owner("host", "boot", i, 0);
          racers.add(() -> wins(resource, owner));
        }
        assertThat(count(pool.invokeAll(racers))).as(resource).isEqualTo(1);
        assertThat(ledger().read(tx -> tx.leases().find(resource)).orElseThrow().epoch())
            .isEqualTo(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private boolean wins(String resource, Owner owner) {
    try {
      ledger().write(tx -> tx.leases().acquire(resource, owner, TERM, other -> false));
      return true;
    } catch (MusterException e) {
      assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT);
      assertThat(e).hasMessageContaining("is held by process");
      return false;
    }
  }

  private static long count(List<Future<Boolean>> racers)
      throws ExecutionException, InterruptedException {
    long winners = 0;
    for (Future<Boolean> racer : racers) {
      winners += racer.get() ? 1 : 0;
    }
    return winners;
  }

  private Lease acquire(Owner owner, Duration term) {
    return ledger().write(tx -> tx.leases().acquire(RUN, owner, term, other -> false));
  }

  private void release(Lease lease) {
    ledger()
        .write(
            tx -> {
              tx.leases().release(lease);
              return lease;
            });
  }

  private void require(Lease lease) {
    ledger()
        .write(
            tx -> {
              tx.leases().require(lease);
              return lease;
            });
  }
}
