package dev.muster.core;

import dev.muster.core.run.RunControl;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * While work is done under a lease: asks the ledger whether somebody wants it to end, and tells the
 * control.
 */
public final class CancelWatch {

  private static final long PAUSE_MILLIS = 500;

  private final Ledger ledger;
  private final String resource;
  private final RunControl control;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "cancel-watch");
            thread.setDaemon(true);
            return thread;
          });

  private CancelWatch(Ledger ledger, String resource, RunControl control) {
    this.ledger = ledger;
    this.resource = resource;
    this.control = control;
  }

  /**
   * Begins to ask.
   *
   * @param resource what the lease is on
   */
  public static CancelWatch begin(Services services, String resource, RunControl control) {
    CancelWatch watch = new CancelWatch(services.ledger().get(), resource, control);
    var unused =
        watch.timer.scheduleWithFixedDelay(
            watch::look, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      if (ledger.read(tx -> tx.cancels().find(resource)).isPresent()) {
        timer.shutdown();
        control.cancel();
      }
    } catch (MusterException e) {
      // the ledger is out of reach: the next look may be luckier
    }
  }

  /** Asks no more. */
  public void close() {
    timer.shutdownNow();
  }
}
