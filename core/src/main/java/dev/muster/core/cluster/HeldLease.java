package dev.muster.core.cluster;

import dev.muster.core.Services;
import dev.muster.model.Cluster;
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
 * The lease on a cluster while a command changes it, renewed in the background. A write under a
 * lease that another has taken is refused by the ledger.
 */
final class HeldLease implements AutoCloseable {

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
   * Takes the lease.
   *
   * @throws MusterException CONFLICT while another command changes the cluster
   */
  static HeldLease of(Services services, Cluster cluster) {
    Ledger ledger = services.ledger().get();
    Duration term = services.leaseTerm();
    Lease lease;
    try {
      lease =
          ledger.write(
              tx ->
                  tx.leases().acquire(cluster.resource(), services.owner(), term, services.gone()));
    } catch (MusterException e) {
      if (e.kind() != ErrorKind.CONFLICT) {
        throw e;
      }
      throw new MusterException(
          ErrorKind.CONFLICT,
          "another command is changing cluster " + cluster.name() + ": " + e.getMessage(),
          "wait for it, then run the same command again",
          e);
    }
    HeldLease held = new HeldLease(ledger, term, lease);
    long beat = Math.max(1, term.toMillis() / 3);
    held.beats = held.timer.scheduleWithFixedDelay(held::renew, beat, beat, TimeUnit.MILLISECONDS);
    return held;
  }

  synchronized Lease get() {
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
