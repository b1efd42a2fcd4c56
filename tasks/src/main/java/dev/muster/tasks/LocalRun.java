package dev.muster.tasks;

import dev.muster.attempts.Attempts;
import dev.muster.model.FailureKind;
import dev.muster.protocol.RunningAttempt;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.EngineRun;
import dev.muster.spi.engine.TaskListener;
import dev.muster.spi.engine.TaskQueue;
import dev.muster.spi.engine.WorkerStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The slots of a run, and what they share: worker numbers, one timer, the reason to give up. */
final class LocalRun implements EngineRun {

  private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);

  /** Between asking an overlong or revoked task to end and killing it. */
  static final Duration KILL_GRACE = Duration.ofSeconds(2);

  private static final long SHORTEST_TICK = 5;
  private static final long LONGEST_TICK = 250;
  private static final int TICKS_PER_TIMEOUT = 20;

  private final EngineJob job;
  private final TaskQueue queue;
  private final TaskListener listener;
  private final InstantSource clock;
  private final WorkerLauncher launcher;
  private final Attempts attempts;
  private final AtomicInteger nextWorker;
  private final List<Slot> slots = new ArrayList<>();
  private final CountDownLatch working;
  private final ScheduledThreadPoolExecutor timer;
  private final AtomicReference<@Nullable MusterException> reason = new AtomicReference<>();
  private final AtomicBoolean warnedOfMemory = new AtomicBoolean();
  private volatile boolean stopping;

  LocalRun(EngineJob job, TaskQueue queue, TaskListener listener, InstantSource clock) {
    this.job = job;
    this.queue = queue;
    this.listener = listener;
    this.clock = clock;
    this.launcher = new WorkerLauncher(job);
    this.attempts = new Attempts(job);
    this.nextWorker = new AtomicInteger(job.firstWorker());
    this.working = new CountDownLatch(job.workers());
    this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "muster-timer"));
    this.timer.setRemoveOnCancelPolicy(true);
    this.timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Starts the slots, with a worker each. */
  void start() {
    for (int i = 0; i < job.workers(); i++) {
      slots.add(new Slot(this, i));
    }
    slots.forEach(slot -> slot.start(daemon(slot, "muster-slot-" + slot.index())));
    Duration timeout = job.project().timeout();
    if (timeout != null) {
      long tick =
          Math.max(SHORTEST_TICK, Math.min(LONGEST_TICK, timeout.toMillis() / TICKS_PER_TIMEOUT));
      var unused =
          timer.scheduleWithFixedDelay(
              () -> endOverlong(timeout), tick, tick, TimeUnit.MILLISECONDS);
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void endOverlong(Duration timeout) {
    for (Slot slot : slots) {
      RunningAttempt<FailureKind> attempt = slot.current();
      if (attempt != null && attempt.ranLongerThan(timeout)) {
        end(attempt, FailureKind.TIMEOUT, KILL_GRACE);
      }
    }
  }

  /** Asks an attempt to end, and kills it after the grace time. */
  void end(RunningAttempt<FailureKind> attempt, FailureKind kind, Duration grace) {
    if (attempt.end(kind)) {
      long millis = grace.toMillis();
      var killing = after(millis, attempt::kill);
      var lastResort = after(millis + KILL_GRACE.toMillis(), attempt::killWorker);
      LOG.debug("{} of task {}: {}, {}", kind, attempt.ordinal(), killing, lastResort);
    }
  }

  /** Runs something later, unless the run is over by then. */
  ScheduledFuture<?> after(long millis, Runnable task) {
    return timer.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean revoke(int ordinal) {
    boolean found = false;
    for (Slot slot : slots) {
      RunningAttempt<FailureKind> attempt = slot.current();
      if (attempt != null && attempt.ordinal() == ordinal) {
        end(attempt, FailureKind.REVOKED, KILL_GRACE);
        found = true;
      }
    }
    return found;
  }

  @Override
  public List<WorkerStatus> workers() {
    return slots.stream().map(Slot::status).filter(Objects::nonNull).toList();
  }

  @Override
  public void stop(Duration grace) {
    stopping = true;
    slots.forEach(Slot::stopWaiting);
    for (Slot slot : slots) {
      RunningAttempt<FailureKind> attempt = slot.current();
      if (attempt != null) {
        end(attempt, FailureKind.STOPPED, grace);
      }
    }
    var unused = after(grace.toMillis(), () -> slots.forEach(Slot::killStarting));
  }

  /** No task can be run any more: running ones go on, no further one is taken. */
  void giveUp(MusterException why) {
    if (reason.compareAndSet(null, why)) {
      slots.forEach(Slot::stopWaiting);
    } else {
      LOG.debug("also: {}", why.getMessage(), why);
    }
  }

  @Override
  public void await() throws InterruptedException {
    working.await();
    MusterException why = reason.get();
    if (why != null) {
      throw why;
    }
  }

  /** A slot has ended, with its worker. */
  void slotEnded() {
    working.countDown();
    if (working.getCount() == 0) {
      timer.shutdown();
    }
  }

  boolean takesTasks() {
    return !stopping && reason.get() == null;
  }

  boolean stopping() {
    return stopping;
  }

  int nextWorker() {
    return nextWorker.getAndIncrement();
  }

  EngineJob job() {
    return job;
  }

  TaskQueue queue() {
    return queue;
  }

  TaskListener listener() {
    return listener;
  }

  InstantSource clock() {
    return clock;
  }

  WorkerLauncher launcher() {
    return launcher;
  }

  Attempts attempts() {
    return attempts;
  }

  /** Says once that a limit is not kept here. */
  void warnOfMemory() {
    if (job.project().memoryLimit() > 0 && warnedOfMemory.compareAndSet(false, true)) {
      LOG.warn("memory_limit is not enforced: this machine has no /proc to measure memory with");
    }
  }

  /** What a slot's thread could not handle is our bug. */
  void giveUpOn(Throwable bug) {
    giveUp(
        new MusterException(
            ErrorKind.INTERNAL, "the local engine failed: " + bug, "please report it", bug));
  }
}
