package dev.muster.engine.spark;

import dev.muster.protocol.spool.Packet;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.TaskListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls the spool by offset, hands it on, and has it trimmed when the ledger has it. Sees the
 * driver's death, and begins another.
 */
final class Puller {

  private static final Logger LOG = LoggerFactory.getLogger(Puller.class);

  /** Between two looks when there was nothing; where a look takes longer, as long as that. */
  private static final long IDLE_MILLIS = 15;

  /** What the spool may hold at most before it is trimmed, beside a quarter of its bound. */
  private static final long TRIM_BYTES = 8L << 20;

  private static final long TRIM_NANOS = Duration.ofSeconds(1).toNanos();

  /** How many drivers may die one after the other without an attempt that ended. */
  private static final int MAX_DEATHS = 3;

  private final Application application;
  private final Deliveries deliveries;
  private final Outstanding outstanding;
  private final TaskListener listener;
  private final Resubmission resubmission;
  private final Consumer<MusterException> failed;
  private final SpoolReader reader;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private final long trimBytes;
  private final long patience;
  private long trimmed;
  private long trimmedAt = System.nanoTime();
  private int deaths;
  private boolean restarting;

  /** Hands over again what has not ended. */
  @FunctionalInterface
  interface Resubmission {
    void perform() throws IOException, InterruptedException;
  }

  Puller(
      Application application,
      Deliveries deliveries,
      Outstanding outstanding,
      TaskListener listener,
      Resubmission resubmission,
      Consumer<MusterException> failed) {
    this.application = application;
    this.deliveries = deliveries;
    this.outstanding = outstanding;
    this.listener = listener;
    this.resubmission = resubmission;
    this.failed = failed;
    patience = application.patience().toNanos();
    trimBytes = Math.min(TRIM_BYTES, application.spoolBytes() / 4);
    reader = new SpoolReader(application.head());
    thread = new Thread(this::work, "muster-spool-reader");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends it; what has not been pulled is not wanted. */
  void stop() {
    stopped.countDown();
    boolean interrupted = Thread.interrupted();
    while (thread.isAlive() && Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      long since = 0;
      while (stopped.getCount() > 0) {
        try {
          long begin = System.nanoTime();
          boolean idle = !pull();
          since = 0;
          long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
          if (idle && stopped.await(Math.max(IDLE_MILLIS, took), TimeUnit.MILLISECONDS)) {
            return;
          }
        } catch (IOException e) {
          since = since == 0 ? System.nanoTime() : since;
          if (System.nanoTime() - since > patience) {
            throw application.lost(e);
          }
          LOG.debug("the head cannot be reached, tried again", e);
          if (stopped.await(1, TimeUnit.SECONDS)) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (MusterException e) {
      failed.accept(e);
    } catch (RuntimeException | Error e) {
      failed.accept(
          new MusterException(
              ErrorKind.INTERNAL, "the Spark engine failed: " + e, "please report it", e));
    }
  }

  /** Whether there was something. */
  private boolean pull() throws IOException, InterruptedException {
    if (restarting) {
      restart();
      return true;
    }
    application.tell();
    OptionalInt status = application.ended();
    List<Packet> packets = reader.poll();
    for (Packet packet : packets) {
      if (deliveries.deliver(packet)) {
        deaths = 0;
      }
    }
    if (deliveries.application()) {
      application.running(true);
      String places = deliveries.stored().offer();
      if (places != null) {
        application.request(places);
      }
    }
    long untrimmed = reader.offset() - trimmed;
    boolean rest = untrimmed > 0 && System.nanoTime() - trimmedAt > TRIM_NANOS;
    if (status.isEmpty() && (untrimmed > trimBytes || rest)) {
      trim();
    }
    if (!packets.isEmpty()) {
      return true;
    }
    if (status.isPresent() && outstanding.size() > 0) {
      died(status.getAsInt());
      return true;
    }
    return false;
  }

  /** When this process dies all that is not committed runs again, so parts need not be kept. */
  private void trim() throws IOException {
    if (listener.kept()) {
      deliveries.stored().kept();
      trimmed = reader.offset();
      trimmedAt = System.nanoTime();
      application.request("{\"trim\":" + trimmed + "}");
    }
  }

  private void died(int status) {
    deaths++;
    application.running(false);
    if (!deliveries.application() || deaths > MAX_DEATHS) {
      throw application.dead(status);
    }
    LOG.warn(
        "the driver of the Spark application ended with status {}: it is started again, {} tasks"
            + " are left",
        status,
        outstanding.size());
    deliveries.restarted();
    restarting = true;
  }

  /** Done again from its beginning when the head gets out of reach meanwhile. */
  private void restart() throws IOException, InterruptedException {
    application.begin(reader.offset(), deliveries.lastWorker() + 1);
    resubmission.perform();
    restarting = false;
  }
}
