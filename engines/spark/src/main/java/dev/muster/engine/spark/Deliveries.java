package dev.muster.engine.spark;

import dev.muster.attempts.Attempts;
import dev.muster.attempts.StartFailures;
import dev.muster.model.FailureKind;
import dev.muster.model.Worker;
import dev.muster.protocol.ProtocolException;
import dev.muster.protocol.WorkerMessage;
import dev.muster.protocol.WorkerMessageReader;
import dev.muster.protocol.spool.Packet;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.Attempt;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.QueuedTask;
import dev.muster.spi.engine.TaskListener;
import dev.muster.spi.engine.WorkerStatus;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what comes out of the spool to the run. Used by one thread, but for {@link #workers}. */
final class Deliveries {

  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final long MICROS = 1_000_000;

  /** Clocks that differ by less are taken as the same: it is the error of what was measured. */
  private static final long CLOSE_MICROS = 100_000;

  private final EngineJob job;
  private final Outstanding outstanding;
  private final TaskListener listener;
  private final Attempts attempts;
  private final Parts parts;
  private final StoredParts stored;
  private final String python;
  private final Map<Integer, WorkerStatus> workers = new LinkedHashMap<>();
  private final Map<Integer, Integer> atWork = new HashMap<>();
  private final Map<Integer, Long> clocks = new HashMap<>();
  private final Map<String, Integer> slots = new HashMap<>();
  private int lastWorker;
  private boolean anyAttempt;
  private boolean application;
  private boolean warnedOfMemory;

  Deliveries(
      EngineJob job,
      Outstanding outstanding,
      TaskListener listener,
      String python,
      InstantSource clock) {
    this.job = job;
    this.outstanding = outstanding;
    this.listener = listener;
    this.python = python;
    attempts = new Attempts(job);
    parts = new Parts(job);
    stored = new StoredParts(job, parts, clock);
    lastWorker = job.firstWorker() - 1;
  }

  /**
   * Hands over a packet.
   *
   * @return whether an attempt has ended by it
   * @throws MusterException when no task can be run, or nothing be kept
   */
  boolean deliver(Packet packet) throws IOException {
    if (packet.is("ended")) {
      return ended(packet);
    } else if (packet.is("started")) {
      started(packet);
    } else if (packet.is("part")) {
      if (awaited(packet.count("task"), packet) != null) {
        parts.write(packet);
      }
    } else if (packet.is("stored")) {
      if (awaited(packet.count("task"), packet) != null) {
        stored.fetch(packet);
      } else {
        stored.drop(packet);
      }
    } else if (packet.is("worker")) {
      workerStarted(packet);
    } else if (packet.is("fatal")) {
      throw fatal(packet);
    } else if (packet.is("application")) {
      application = true;
    }
    return false;
  }

  /**
   * The attempts that are delivered were asked for by a Muster that is dead: how one of them ended
   * counts for whichever attempt at its task is awaited now.
   */
  void anyAttempt(boolean any) {
    anyAttempt = any;
  }

  private @Nullable QueuedTask awaited(int ordinal, Packet packet) throws ProtocolException {
    return anyAttempt
        ? outstanding.find(ordinal)
        : outstanding.find(ordinal, packet.count("attempt"));
  }

  private void workerStarted(Packet packet) throws ProtocolException {
    int number = packet.count("worker");
    lastWorker = Math.max(lastWorker, number);
    String place = packet.text("executor") + ":" + packet.count("slot");
    clocks.put(number, packet.value("behind") instanceof Long behind ? behind : 0L);
    Worker worker =
        new Worker(
            number,
            packet.text("host"),
            packet.text("address"),
            packet.number("pid"),
            slots.computeIfAbsent(place, unknown -> slots.size()),
            corrected(instant(packet.number("since")), number));
    if (job.project().memoryLimit() > 0
        && !warnedOfMemory
        && !Boolean.TRUE.equals(packet.value("limits"))) {
      warnedOfMemory = true;
      LOG.warn(
          "memory_limit is not enforced on {}: it has no /proc to measure memory with",
          worker.node());
    }
    synchronized (workers) {
      workers.values().removeIf(other -> other.worker().slot() == worker.slot());
      workers.put(number, new WorkerStatus(worker, null, worker.started(), 0));
    }
    listener.workerStarted(worker);
  }

  private void started(Packet packet) throws ProtocolException {
    int ordinal = packet.count("started");
    int number = packet.count("worker");
    QueuedTask task = outstanding.find(ordinal, packet.count("attempt"));
    if (task != null) {
      atWork.put(ordinal, number);
      status(number, ordinal);
      listener.started(task, number);
    }
  }

  private void status(int number, @Nullable Integer ordinal) {
    synchronized (workers) {
      workers.computeIfPresent(
          number, (same, status) -> new WorkerStatus(status.worker(), ordinal, status.since(), 0));
    }
  }

  private boolean ended(Packet packet) throws ProtocolException {
    int ordinal = packet.count("ended");
    QueuedTask task = awaited(ordinal, packet);
    if (task == null) {
      return false;
    }
    int teller = packet.count("worker");
    int worker = teller;
    if (worker == 0) {
      worker = atWork.getOrDefault(ordinal, 0);
    }
    WorkerMessage message = WorkerMessageReader.decode(packet.data());
    if (!(message instanceof WorkerMessage.Ended ended)) {
      throw new ProtocolException("an attempt that ended without its end: " + packet);
    }
    FailureKind reason = reason(packet);
    var attempt =
        reason == null ? attempts.ended(ended, worker) : attempts.endedBy(reason, ended, worker);
    atWork.remove(ordinal);
    status(worker, null);
    stored.ended(ordinal);
    listener.ended(task, corrected(attempt, teller));
    outstanding.end(ordinal, task.attempt());
    return true;
  }

  /** By the clock of the head: hosts whose clocks differ would stand apart in tables of times. */
  private Attempt corrected(Attempt attempt, int teller) {
    return new Attempt(
        corrected(attempt.started(), teller),
        corrected(attempt.ended(), teller),
        attempt.worker(),
        attempt.result(),
        attempt.failure(),
        attempt.exception(),
        attempt.log());
  }

  private Instant corrected(Instant time, int worker) {
    long behind = clocks.getOrDefault(worker, 0L);
    return Math.abs(behind) < CLOSE_MICROS ? time : time.plus(behind, ChronoUnit.MICROS);
  }

  private static @Nullable FailureKind reason(Packet packet) throws ProtocolException {
    String name = packet.optionalText("reason");
    if (name == null) {
      return null;
    }
    try {
      return FailureKind.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("an attempt that ended for " + name);
    }
  }

  private MusterException fatal(Packet packet) throws ProtocolException {
    String start = packet.optionalText("start");
    String text = packet.text("fatal");
    if (start == null) {
      return new MusterException(ErrorKind.INVALID, text, packet.optionalText("hint"));
    }
    return start.equals("overdue")
        ? StartFailures.overdue(job.project())
        : StartFailures.cannotStart(
            job.project(),
            python,
            text + " on " + packet.optionalText("host"),
            packet.optionalText("detail"));
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(micros / MICROS, micros % MICROS * 1_000);
  }

  /** Large results that are in the store. */
  StoredParts stored() {
    return stored;
  }

  /** Whether the driver has got its application. */
  boolean application() {
    return application;
  }

  /** Forgets the driver that has ended. */
  void restarted() {
    stored.restarted();
    application = false;
    atWork.clear();
    synchronized (workers) {
      workers.clear();
    }
  }

  /** The highest number of a worker so far. */
  int lastWorker() {
    return lastWorker;
  }

  List<WorkerStatus> workers() {
    synchronized (workers) {
      return new ArrayList<>(workers.values());
    }
  }
}
