package dev.muster.core.run;

import dev.muster.core.Services;
import dev.muster.model.Lease;
import dev.muster.model.RunEvent;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.spi.ledger.Ledger;

/** Ends map runs that nobody works on any more. */
public final class MapCancellation {

  private final Services services;

  public MapCancellation(Services services) {
    this.services = services;
  }

  /**
   * Ends what a run whose owner is gone has left running, and notes that it was cancelled; one that
   * has ended stays as it is, and one that was never made is swept all the same.
   *
   * @throws dev.muster.spi.MusterException CONFLICT while its owner lives
   */
  public void end(RunId id) {
    Ledger ledger = services.ledger().get();
    if (ledger.read(tx -> tx.runs().find(id)).isEmpty()) {
      services.sweep(id);
      return;
    }
    Lease lease =
        ledger.write(
            tx ->
                tx.leases()
                    .acquire(
                        MapRuns.leaseOf(id),
                        services.owner(),
                        services.leaseTerm(),
                        services.gone()));
    services.sweep(id);
    ledger.write(
        tx -> {
          tx.runs()
              .find(id)
              .filter(run -> run.state() == RunState.RUNNING)
              .map(
                  run ->
                      run.with(run.state().on(RunEvent.CANCELLED_BY_USER), tx.now(), run.timings()))
              .ifPresent(run -> tx.runs().update(run, lease));
          tx.leases().release(lease);
          return id;
        });
  }
}
