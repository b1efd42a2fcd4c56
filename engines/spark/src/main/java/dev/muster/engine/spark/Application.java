package dev.muster.engine.spark;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The driver of a run on its head: begun, asked for things, begun again when it died, ended. */
final class Application {

  private static final Logger LOG = LoggerFactory.getLogger(Application.class);
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final int LOG_BYTES = 1 << 20;
  private static final int LOG_LINES = 12;
  private static final long LOOK_MILLIS = 20;

  private final HeadFolder head;
  private final Staging staging;
  private final ApplicationConf conf;
  private final String python;
  private final CountDownLatch never = new CountDownLatch(1);

  /** What the driver was not told yet: a head out of reach may have got the first one. */
  private final Deque<String> untold = new ArrayDeque<>();

  private long requests;
  private volatile boolean running;

  Application(HeadFolder head, Staging staging, ApplicationConf conf, String python) {
    this.head = head;
    this.staging = staging;
    this.conf = conf;
    this.python = python;
  }

  HeadFolder head() {
    return head;
  }

  boolean shared() {
    return conf.shared();
  }

  /** The bound of the spool. */
  long spoolBytes() {
    return staging.spoolBytes();
  }

  /** How long the head may be out of reach. */
  Duration patience() {
    return conf.patience();
  }

  String python() {
    return python;
  }

  /** Whether an earlier driver of the run has left something. */
  boolean hasLeftovers() throws IOException {
    return head.leftSpool().isPresent();
  }

  /** Stages the run in an empty folder and starts its driver. */
  void begin(int firstWorker) throws IOException {
    head.remove();
    staging.stage();
    begin(0, firstWorker);
  }

  /**
   * Starts a driver again.
   *
   * @param read up to where the spool was read
   */
  synchronized void begin(long read, int firstWorker) throws IOException {
    if (!untold.isEmpty()) {
      untold.clear(); // meant for the driver before
      requests++;
    }
    staging.start(read, requests, firstWorker);
  }

  /** The driver has said that it works. */
  void running(boolean now) {
    running = now;
  }

  boolean running() {
    return running;
  }

  /**
   * Asks the driver for something: a JSON object. When the head is out of reach it is told later,
   * by {@link #tell}, and once.
   */
  synchronized void request(String json) throws IOException {
    untold.add(json);
    try {
      tell();
    } catch (UnreachableException e) {
      LOG.debug("the driver is told later", e);
    }
  }

  /**
   * Tells the driver what it was not told, in order.
   *
   * @throws UnreachableException when the head is still out of reach
   */
  synchronized void tell() throws IOException {
    for (String json = untold.peek(); json != null; json = untold.peek()) {
      head.put("in/" + requests + ".json", json.getBytes(StandardCharsets.UTF_8));
      untold.remove();
      requests++;
    }
  }

  OptionalInt ended() throws IOException {
    return head.ended();
  }

  /** Waits for the driver's end. */
  void awaitEnd(Duration patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (head.ended().isEmpty() && System.nanoTime() < deadline) {
      if (never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  /** Ends the driver, if it lives, and removes all that was put there. */
  void end() {
    boolean interrupted = Thread.interrupted();
    running = false;
    try {
      head.stop(GRACE);
    } catch (IOException e) {
      LOG.warn("the driver in {} could not be ended: {}", head.path(), e.getMessage());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    try {
      head.remove();
    } catch (IOException e) {
      LOG.warn("{} could not be removed: {}", head.path(), e.getMessage());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What to say when no driver lives. */
  MusterException dead(int status) {
    return new MusterException(
        ErrorKind.UNAVAILABLE,
        "the Spark application ended with status " + status + lastLines(),
        "see that master and --conf are right; muster runs resume goes on where it ended");
  }

  private String lastLines() {
    try {
      String log = new String(head.read("driver.log", 0, LOG_BYTES), StandardCharsets.UTF_8);
      List<String> lines = new ArrayList<>();
      for (String line : log.lines().toList()) {
        if (!line.startsWith("\tat ") && !line.contains(" INFO ") && !line.isBlank()) {
          lines.add(line);
        }
      }
      List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
      return last.isEmpty() ? "" : ":\n" + String.join("\n", last);
    } catch (IOException e) {
      return "";
    }
  }

  /** What to say when the head has been out of reach for too long. */
  MusterException lost(IOException e) {
    return new MusterException(
        ErrorKind.UNAVAILABLE,
        "the head is out of reach for more than "
            + patience().toSeconds()
            + " s: "
            + FileFault.of(e).words(),
        "what is committed stays: muster runs resume "
            + staging.run()
            + " --cluster … takes what the driver has kept, or does the rest elsewhere",
        e);
  }

  /** What to say when the head cannot be reached. */
  static MusterException unreachable(IOException e) {
    var fault = FileFault.of(e);
    return new MusterException(
        fault.full() ? ErrorKind.QUOTA : ErrorKind.UNAVAILABLE,
        "the run folder of the Spark application cannot be used: " + fault.words(),
        fault.full() ? "make room there; nothing that was committed is lost" : null,
        e);
  }
}
