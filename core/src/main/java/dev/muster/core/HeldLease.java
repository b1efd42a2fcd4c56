package dev.muster.core;

import dev.muster.model.Lease;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lease while a command works under it, renewed in the background. A write under a lease that
 * another has taken is refused by the ledger.
 */
public final class HeldLease implements AutoCloseable {

  private final Ledger ledger;
  private final Duration term;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "cluster-lease");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable ScheduledFuture<?> beats;
  private Lease lease;

  private HeldLease(Ledger ledger, Duration term, Lease lease) {
    this.ledger = ledger;
    this.term = term;
    this.lease = lease;
  }

  /**
   * Takes a lease.
   *
   * @param resource what it is on, as {@link Lease#resource()}
   * @param what is being done under it by another, when that is so; for people
   * @throws MusterException CONFLICT while another holds it
   */
  public static HeldLease of(Services services, String resource, String what) {
    Ledger ledger = services.ledger().get();
    Duration term = services.leaseTerm();
    Lease lease;
    try {
      lease =
          ledger.write(
              tx -> tx.leases().acquire(resource, services.owner(), term, services.gone()));
    } catch (MusterException e) {
      if (e.kind() != ErrorKind.CONFLICT) {
        throw e;
      }
      throw new MusterException(
          ErrorKind.CONFLICT,
          what + ": " + e.getMessage(),
          "wait for it, then run the same command again",
          e);
    }
    HeldLease held = new HeldLease(ledger, term, lease);
    long beat = Math.max(1, term.toMillis() / 3);
    held.beats = held.timer.scheduleWithFixedDelay(held::renew, beat, beat, TimeUnit.MILLISECONDS);
    return held;
  }

  /** The lease as it is now. */
  public synchronized Lease get() {
    return lease;
  }

  private synchronized void renew() {
    try {
      lease = ledger.write(tx -> tx.leases().renew(lease, term));
    } catch (MusterException e) {
      if (e.kind() == ErrorKind.CONFLICT) {
        timer.shutdown(); // the next write says so
      }
    }
  }

  @Override
  public void close() {
    if (beats != null) {
      beats.cancel(false);
    }
    timer.shutdown();
    Lease held = get();
    ledger.write(
        tx -> {
          tx.leases().release(held);
          return true;
        });
  }
}
