package dev.muster.core;

import dev.muster.model.Lease;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The other side of {@link CancelWatch}: asks for an end of work, and waits for it. */
public final class Cancelling {

  private static final long PAUSE_MILLIS = 100;

  private final Services services;
  private final Ledger ledger;

  public Cancelling(Services services) {
    this.services = services;
    ledger = services.ledger().get();
  }

  /**
   * Asks who works under a lease to end, and waits until the work is over or nobody works on it.
   *
   * @param resource what the lease is on
   * @param running whether the work goes on, as the ledger says
   * @param patience how long to wait for one who lives
   * @return true when it is over, false when nobody is there who could end it
   * @throws MusterException TIMEOUT when its owner lives and does not end it; INTERRUPTED when the
   *     user does not want to wait any more
   */
  public boolean await(
      String resource, BooleanSupplier running, Duration patience, Cancellation stop)
      throws InterruptedException {
    if (!running.getAsBoolean()) {
      return true;
    }
    ledger.write(
        tx -> {
          tx.cancels().ask(resource);
          return true;
        });
    long deadline = System.nanoTime() + patience.toNanos();
    while (running.getAsBoolean()) {
      Optional<Lease> owner = owner(resource);
      if (owner.isEmpty()) {
        // It may have ended between the two looks, and released its lease behind that.
        return !running.getAsBoolean();
      }
      if (stop.requested()) {
        throw new MusterException(
            ErrorKind.INTERRUPTED, resource + " was asked to end, and may do so");
      }
      if (System.nanoTime() - deadline > 0) {
        throw new MusterException(
            ErrorKind.TIMEOUT,
            resource
                + " was asked to end, and "
                + owner.get().owner()
                + " has not done so within "
                + patience.toSeconds()
                + " s",
            "look at it again, or stop that process");
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return true;
  }

  /** Forgets the request: it was heeded. */
  public void done(String resource) {
    ledger.write(
        tx -> {
          tx.cancels().clear(resource);
          return true;
        });
  }

  /** Who works under a lease; empty when nobody does. */
  private Optional<Lease> owner(String resource) {
    return ledger.read(
        tx ->
            tx.leases()
                .find(resource)
                .filter(lease -> !services.gone().test(lease.owner()))
                .filter(lease -> lease.expires().isAfter(tx.now())));
  }
}
