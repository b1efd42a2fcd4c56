package dev.muster.core.chain;

import dev.muster.core.Cancelling;
import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.core.pipeline.PipelineCancellation;
import dev.muster.core.pipeline.PipelineListener;
import dev.muster.core.run.MapCancellation;
import dev.muster.core.run.RunControl;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.chain.ChainRun;
import dev.muster.model.chain.ElementKind;
import dev.muster.model.chain.ElementRecord;
import dev.muster.model.chain.ElementState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.time.Duration;
import java.util.List;

/**
 * Ends runs of chains. The Muster that works on one is asked to; where none does, what its element
 * left is ended here.
 */
public final class ChainCancellation {

  private final Services services;
  private final Ledger ledger;
  private final ChainCatalog catalog;

  public ChainCancellation(Services services) {
    this.services = services;
    ledger = services.ledger().get();
    catalog = new ChainCatalog(services);
  }

  /**
   * Ends a run: the run of its element is ended, it says CANCELLED, and can be resumed. One that
   * has ended stays as it is.
   *
   * @param grace how long steps have to end by themselves
   * @param patience how long to wait for the Muster that works on it
   * @param control stops the waiting
   * @return how it stands
   * @throws MusterException TIMEOUT when its Muster lives and does not end it; CONFLICT when
   *     another machine ran it
   */
  public ChainRun cancel(
      RunId id, Duration grace, Duration patience, PipelineListener listener, RunControl control)
      throws InterruptedException {
    ChainRun run = catalog.require(id.value());
    Cancelling cancelling = new Cancelling(services);
    if (!cancelling.await(run.resource(), () -> catalog.isRunning(id), patience, control)) {
      end(run, grace, patience, listener, control);
    }
    cancelling.done(run.resource());
    return catalog.require(id.value());
  }

  private void end(
      ChainRun before,
      Duration grace,
      Duration patience,
      PipelineListener listener,
      RunControl control)
      throws InterruptedException {
    String host = ChainCatalog.host(before);
    if (!host.equals(services.owner().host())) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "chain " + before.id() + " was begun on " + host + ", where its element may still run",
          "cancel it there");
    }
    try (HeldLease lease =
        HeldLease.of(
            services, before.resource(), "chain " + before.id() + " is at work elsewhere")) {
      ChainRun run = catalog.require(before.id().value());
      if (run.state() != RunState.RUNNING) {
        return;
      }
      List<ElementRecord> elements = catalog.elements(run.id());
      for (ElementRecord element : elements) {
        if (element.state() == ElementState.RUNNING && element.run() != null) {
          end(element.kind(), element.run(), grace, patience, listener, control);
        }
      }
      ledger.write(
          tx -> {
            tx.chains()
                .putElements(
                    run.id(),
                    elements.stream()
                        .filter(element -> element.state() == ElementState.RUNNING)
                        .map(
                            element ->
                                element.ended(
                                    ElementState.STOPPED, "the chain was cancelled", tx.now()))
                        .toList(),
                    lease.get());
            tx.chains().update(run.with(RunState.CANCELLED, null, tx.now()), lease.get());
            return true;
          });
    }
  }

  private void end(
      ElementKind kind,
      RunId run,
      Duration grace,
      Duration patience,
      PipelineListener listener,
      RunControl control)
      throws InterruptedException {
    switch (kind) {
      case MAP -> new MapCancellation(services).end(run);
      case PIPELINE -> {
        if (ledger.read(tx -> tx.pipelines().find(run)).isPresent()) {
          var unused =
              new PipelineCancellation(services).cancel(run, grace, patience, listener, control);
        }
      }
    }
  }
}
