package dev.muster.core.run;

import dev.muster.model.Lease;
import dev.muster.model.RunId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Once a second: keeps the run's lease, notes which tasks are at work, and answers what other
 * processes ask.
 */
final class Heartbeat implements AutoCloseable {

  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final RunId run;
  private final Clock clock;
  private final Duration term;
  private final Supplier<List<Tasks.Running>> running;
  private final RequestDesk requests;
  private final Consumer<MusterException> lost;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable ScheduledFuture<?> beats;
  private Lease lease;
  private Instant renewed;
  private List<Tasks.Running> written = List.of();

  /**
   * @param running the tasks at work
   * @param requests answers what is asked
   * @param lost hears, at most once, that the run belongs to somebody else now, or that its lease
   *     ran out while the ledger was out of reach
   */
  Heartbeat(
      Ledger ledger,
      RunId run,
      Lease lease,
      Clock clock,
      Duration term,
      Supplier<List<Tasks.Running>> running,
      RequestDesk requests,
      Consumer<MusterException> lost) {
    this.ledger = ledger;
    this.run = run;
    this.lease = lease;
    this.clock = clock;
    this.term = term;
    this.running = running;
    this.requests = requests;
    this.lost = lost;
    renewed = clock.instant();
  }

  void start() {
    beats =
        timer.scheduleWithFixedDelay(
            this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try {
      boolean due = Duration.between(renewed, clock.instant()).compareTo(term.dividedBy(3)) >= 0;
      List<Tasks.Running> now = running.get();
      if (due || !now.equals(written)) {
        lease =
            ledger.write(
                tx -> {
                  tx.tasks().setRunning(run, lease, now);
                  return tx.leases().renew(lease, term);
                });
        renewed = clock.instant();
        written = now;
      }
      requests.answer();
    } catch (MusterException e) {
      boolean expired = Duration.between(renewed, clock.instant()).compareTo(term) > 0;
      if (expired || (e.kind() == ErrorKind.CONFLICT && taken())) {
        timer.shutdown();
        lost.accept(e);
      }
    } catch (RuntimeException | Error e) {
      timer.shutdown();
      lost.accept(new MusterException(ErrorKind.INTERNAL, "the heartbeat failed: " + e, null, e));
    }
  }

  private boolean taken() {
    try {
      return ledger
          .read(tx -> tx.leases().find(lease.resource()))
          .map(held -> held.epoch() != lease.epoch())
          .orElse(true);
    } catch (MusterException unreachable) {
      return false;
    }
  }

  @Override
  public void close() {
    if (beats != null) {
      beats.cancel(false);
    }
    timer.shutdown();
    try {
      timer.awaitTermination(term.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
