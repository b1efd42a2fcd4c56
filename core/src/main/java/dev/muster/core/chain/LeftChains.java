package dev.muster.core.chain;

import dev.muster.core.Services;
import dev.muster.model.Lease;
import dev.muster.model.RunState;
import dev.muster.model.chain.ChainRun;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.util.List;
import java.util.function.Consumer;

/**
 * Other runs of a chain that is to be run: one whose Muster lives has the chain for itself; one
 * that is dead is noted as interrupted. What its element left is found by the element's own run.
 */
final class LeftChains {

  private static final int LOOKED_AT = 100;

  private final Services services;
  private final Ledger ledger;

  LeftChains(Services services) {
    this.services = services;
    ledger = services.ledger().get();
  }

  /**
   * Refuses a run beside another one.
   *
   * @param messages hears what should be known
   * @throws MusterException CONFLICT
   */
  void require(ChainRun wanted, Consumer<String> messages) {
    List<ChainRun> others =
        ledger.read(tx -> tx.chains().list(wanted.file(), LOOKED_AT)).stream()
            .filter(other -> other.state() == RunState.RUNNING)
            .filter(other -> ChainCatalog.host(other).equals(ChainCatalog.host(wanted)))
            .toList();
    for (ChainRun other : others) {
      try {
        ledger.write(
            tx -> {
              Lease lease =
                  tx.leases()
                      .acquire(
                          other.resource(),
                          services.owner(),
                          services.leaseTerm(),
                          services.gone());
              tx.chains().update(other.with(RunState.INTERRUPTED, null, tx.now()), lease);
              tx.leases().release(lease);
              return true;
            });
      } catch (MusterException e) {
        if (e.kind() != ErrorKind.CONFLICT) {
          throw e;
        }
        throw new MusterException(
            ErrorKind.CONFLICT,
            "run " + other.id() + " of this chain is at work: " + e.getMessage(),
            "wait for it: muster chain show " + other.id(),
            e);
      }
      messages.accept(
          "run "
              + other.id()
              + " of this chain was interrupted; go on with it: muster chain run --resume "
              + other.id());
    }
  }
}
