package dev.muster.engine.spark;

import dev.muster.attempts.Attempts;
import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.protocol.Json;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.Attempt;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.EngineRun;
import dev.muster.spi.engine.QueuedTask;
import dev.muster.spi.engine.TaskListener;
import dev.muster.spi.engine.TaskQueue;
import dev.muster.spi.engine.WorkerStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run as one Spark application. One thread takes tasks from the queue, as many as are ready, and
 * hands them over; another pulls what has happened.
 */
final class SparkRun implements EngineRun {

  private static final Logger LOG = LoggerFactory.getLogger(SparkRun.class);

  /** Handed over at once; more are taken when half of them have ended. */
  private static final int WINDOW = 20_000;

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final Duration END = Duration.ofSeconds(30);

  private final EngineJob job;
  private final TaskQueue queue;
  private final TaskListener listener;
  private final InstantSource clock;
  private final Application application;
  private final Outstanding outstanding = new Outstanding();
  private final Deliveries deliveries;
  private final Puller puller;
  private final TaskText texts;
  private final AtomicReference<@Nullable MusterException> reason = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread feeder;
  private boolean feeding = true;
  private boolean waiting;
  private volatile boolean draining;
  private volatile @Nullable Instant stopAt;

  SparkRun(
      EngineJob job,
      TaskQueue queue,
      TaskListener listener,
      InstantSource clock,
      Application application) {
    this.job = job;
    this.queue = queue;
    this.listener = listener;
    this.clock = clock;
    this.application = application;
    deliveries = new Deliveries(job, outstanding, listener, application.python(), clock);
    puller =
        new Puller(application, deliveries, outstanding, listener, this::resubmit, this::giveUp);
    texts = new TaskText(job, application.head(), application.shared());
    feeder = new Thread(this::work, "muster-spark");
    feeder.setDaemon(true);
  }

  void start() {
    feeder.start();
  }

  private void work() {
    try {
      if (application.hasLeftovers() && !takeUp()) {
        return;
      }
      application.begin(deliveries.lastWorker() + 1);
      puller.start();
      if (outstanding.size() > 0) {
        resubmit();
      }
      feed();
      awaitEnds();
      finish();
    } catch (IOException e) {
      giveUp(Application.unreachable(e));
    } catch (InterruptedException e) {
      // the run stops
    } catch (MusterException e) {
      giveUp(e);
    } catch (RuntimeException | Error e) {
      giveUp(
          new MusterException(
              ErrorKind.INTERNAL, "the Spark engine failed: " + e, "please report it", e));
    } finally {
      end();
    }
  }

  /**
   * Takes what an earlier driver of the run has kept.
   *
   * @return whether tasks are left
   */
  private boolean takeUp() throws IOException, InterruptedException {
    if (takeBatch().isEmpty()) {
      return false;
    }
    Leftovers.fetch(application.head(), deliveries, job.firstWorker());
    return outstanding.size() > 0 || !takeBatch().isEmpty();
  }

  /** Takes tasks, as many as are ready; waits for the first one. None when no more come. */
  private List<QueuedTask> takeBatch() {
    List<QueuedTask> batch = new ArrayList<>();
    QueuedTask task = take();
    while (task != null) {
      outstanding.add(task);
      batch.add(task);
      task = outstanding.size() < WINDOW ? queue.poll() : null;
    }
    return batch;
  }

  private void feed() throws IOException, InterruptedException {
    while (!over()) {
      List<QueuedTask> batch = takeBatch();
      if (batch.isEmpty()) {
        return;
      }
      submit(batch);
      while (!over() && !outstanding.await(WINDOW / 2, LOOK)) {
        // tasks end
      }
    }
  }

  /** The next task; an interrupt ends this wait and nothing else: files must be written whole. */
  private @Nullable QueuedTask take() {
    synchronized (this) {
      if (!feeding) {
        return null;
      }
      waiting = true;
    }
    try {
      return queue.take();
    } catch (InterruptedException e) {
      return null;
    } finally {
      synchronized (this) {
        waiting = false;
        Thread.interrupted();
      }
    }
  }

  private boolean over() {
    return reason.get() != null || !feeding();
  }

  private synchronized boolean feeding() {
    return feeding;
  }

  private synchronized void stopFeeding() {
    feeding = false;
    if (waiting) {
      feeder.interrupt();
    }
  }

  private void submit(List<QueuedTask> batch) throws IOException, InterruptedException {
    List<@Nullable Object> tasks = new ArrayList<>();
    for (QueuedTask queued : batch) {
      try {
        tasks.add(texts.of(queued));
      } catch (MusterException e) {
        if (e.kind() == ErrorKind.QUOTA) {
          throw e;
        }
        failed(queued, Attempts.input(e));
      }
    }
    if (!tasks.isEmpty()) {
      application.request("{\"tasks\":" + Json.write(tasks) + "}");
      if (draining) {
        application.request("{\"drain\":true}");
      }
    }
  }

  private void failed(QueuedTask queued, Failure failure) {
    Instant now = clock.instant();
    outstanding.end(queued.task().ordinal(), queued.attempt());
    listener.ended(queued, new Attempt(now, now, 0, null, failure, null, null));
  }

  /** A new driver knows of no task. */
  private void resubmit() throws IOException, InterruptedException {
    submit(outstanding.list());
  }

  /** Waits for what was handed over. */
  private void awaitEnds() throws InterruptedException {
    while (reason.get() == null && !outstanding.await(0, LOOK)) {
      Instant deadline = stopAt;
      if (deadline != null && clock.instant().isAfter(deadline)) {
        return;
      }
    }
  }

  private void finish() throws IOException, InterruptedException {
    if (reason.get() == null && outstanding.size() == 0) {
      application.request("{\"close\":true}");
      application.awaitEnd(END);
    }
  }

  /** Nothing is left behind, whatever has happened. */
  private void end() {
    try {
      puller.stop();
      application.end();
      if (reason.get() == null) {
        for (QueuedTask task : outstanding.clear()) {
          Failure stopped = new Failure(FailureKind.STOPPED, "stopped with the run", null);
          Instant now = clock.instant();
          listener.ended(task, new Attempt(now, now, 0, null, stopped, null, null));
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private void giveUp(MusterException why) {
    if (reason.compareAndSet(null, why)) {
      stopFeeding();
    } else {
      LOG.debug("also: {}", why.getMessage(), why);
    }
  }

  @Override
  public boolean revoke(int ordinal) {
    if (!outstanding.has(ordinal)) {
      return false;
    }
    ask("{\"revoke\":" + ordinal + "}");
    return true;
  }

  @Override
  public List<WorkerStatus> workers() {
    return deliveries.workers();
  }

  @Override
  public void drain() {
    draining = true;
    if (application.running()) {
      ask("{\"drain\":true}");
    } else {
      stop(Duration.ZERO);
    }
  }

  @Override
  public void stop(Duration grace) {
    stopAt = clock.instant().plus(grace).plus(LAST_WORDS);
    if (application.running()) {
      ask("{\"stop\":" + grace.toMillis() + "}");
    } else {
      stopAt = clock.instant();
    }
    stopFeeding();
  }

  private void ask(String request) {
    try {
      application.request(request);
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      LOG.warn("the driver was not told {}: {}", request, fault.words());
    }
  }

  @Override
  public void await() throws InterruptedException {
    ended.await();
    MusterException why = reason.get();
    if (why != null) {
      throw why;
    }
  }
}
