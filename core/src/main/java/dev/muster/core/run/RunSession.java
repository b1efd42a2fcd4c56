package dev.muster.core.run;

import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.model.Lease;
import dev.muster.model.Outcome;
import dev.muster.model.Project;
import dev.muster.model.ResultBody;
import dev.muster.model.RunId;
import dev.muster.model.TaskState;
import dev.muster.model.Worker;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.Attempt;
import dev.muster.spi.engine.EngineRun;
import dev.muster.spi.engine.QueuedTask;
import dev.muster.spi.engine.TaskListener;
import dev.muster.spi.engine.TaskQueue;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One stretch of work on a run: from its lease to its last commit. */
final class RunSession implements TaskListener {

  /** Between the polite signal and the other one. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Ledger ledger;
  private final Clock clock;
  private final Duration leaseTerm;
  private final RunId run;
  private final Lease lease;
  private final RunQueue queue;
  private final RetryPolicy retries;
  private final Redactor redactor;
  private final RunListener listener;
  private final PendingTasks tasks;
  private final boolean failFast;
  private final Committer committer;
  private final Map<Integer, Integer> crashes = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable MusterException> problem = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Map<Integer, Tasks.Running> atWork = new ConcurrentHashMap<>();
  private volatile @Nullable EngineRun engineRun;
  private volatile @Nullable Instant firstTask;
  private final SessionOutcomes outcomes;
  private RunProgress progress;

  RunSession(
      Ledger ledger,
      Clock clock,
      Duration leaseTerm,
      RandomGenerator random,
      RunId run,
      Lease lease,
      Project project,
      PendingTasks tasks,
      RunProgress before,
      Redactor redactor,
      boolean failFast,
      RunListener listener) {
    this.ledger = ledger;
    this.clock = clock;
    this.leaseTerm = leaseTerm;
    this.run = run;
    this.lease = lease;
    this.tasks = tasks;
    this.redactor = redactor;
    this.failFast = failFast;
    this.listener = listener;
    progress = before;
    outcomes = new SessionOutcomes(tasks, before.total());
    queue = new RunQueue(tasks, System::nanoTime);
    retries = new RetryPolicy(project, random);
    committer = new Committer(ledger, run, lease, this::committed, this::giveUp);
  }

  /**
   * Waits until all tasks are settled or the run is stopped; what has ended is committed.
   *
   * @param running takes its tasks from this session
   * @throws MusterException what the engine or the ledger gave up with
   */
  void work(EngineRun running, RunControl control, Duration grace) throws InterruptedException {
    try (committer) {
      engineRun = running;
      control.onStop(
          stop -> {
            queue.close();
            running.drain();
            stopEngine(stop == RunControl.Stop.NOW ? Duration.ZERO : grace);
          });
      RequestDesk desk = new RequestDesk(ledger, run, clock, queue, running, committer::submit);
      try (Heartbeat heartbeat =
          new Heartbeat(
              ledger,
              run,
              lease,
              clock,
              leaseTerm,
              () -> List.copyOf(atWork.values()),
              desk,
              this::giveUp)) {
        heartbeat.start();
        running.await();
      } finally {
        ended.countDown();
      }
      MusterException given = problem.get();
      if (given != null) {
        throw given;
      }
      committer.flush();
    }
  }

  /** When the first task was handed to a worker; empty while none was. */
  @Nullable Instant firstTask() {
    return firstTask;
  }

  /** Where its tasks are taken from. */
  TaskQueue queue() {
    return queue;
  }

  /** What it has committed. */
  SessionOutcomes outcomes() {
    return outcomes;
  }

  /** Ends what still runs after the patience, without making the caller wait. */
  private void stopEngine(Duration patience) {
    EngineRun running = engineRun;
    if (running != null) {
      Thread stopper = new Thread(() -> stopLater(running, patience), "stopper");
      stopper.setDaemon(true);
      stopper.start();
    }
  }

  private void stopLater(EngineRun running, Duration patience) {
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        running.stop(patience.isZero() ? Duration.ZERO : LAST_WORDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void giveUp(MusterException e) {
    problem.compareAndSet(null, e);
    queue.close();
    stopEngine(Duration.ZERO);
  }

  @Override
  public void workerStarted(Worker worker) {
    try {
      committer.patiently(
          () ->
              ledger.write(
                  tx -> {
                    tx.tasks().addWorker(run, lease, worker);
                    return worker.number();
                  }));
    } catch (MusterException e) {
      giveUp(e);
    }
  }

  @Override
  public void started(QueuedTask task, int worker) {
    Instant now = clock.instant();
    if (firstTask == null) {
      firstTask = now;
    }
    int ordinal = task.task().ordinal();
    atWork.put(ordinal, new Tasks.Running(ordinal, worker, task.attempt(), now));
  }

  @Override
  public void ended(QueuedTask task, Attempt attempt) {
    int ordinal = task.task().ordinal();
    atWork.remove(ordinal);
    Failure failure = attempt.failure();
    if (failure != null && failure.kind() == FailureKind.STOPPED) {
      queue.settled();
      return;
    }
    int killed =
        failure != null && failure.kind() == FailureKind.CRASH
            ? crashes.merge(ordinal, 1, Integer::sum)
            : crashes.getOrDefault(ordinal, 0);
    var backoff = retries.next(attempt, task.attempt(), killed);
    if (backoff.isPresent() && failure != null) {
      listener.retrying(task.task(), redactor.redact(failure.message()), backoff.get());
      queue.retry(task, backoff.get());
      return;
    }
    Outcome outcome = outcome(task, attempt, killed);
    committer.submit(outcome);
    queue.settled();
    if (failFast && outcome.state() == TaskState.FAILED) {
      queue.close();
      stopEngine(Duration.ZERO);
    }
  }

  @Override
  public boolean kept() {
    try {
      committer.flush();
      return true;
    } catch (MusterException e) {
      return false; // the committer has made the session give up
    }
  }

  private Outcome outcome(QueuedTask task, Attempt attempt, int killed) {
    Failure failure = attempt.failure();
    if (failure != null) {
      failure = judged(failure, killed);
    }
    TaskState state =
        failure == null
            ? TaskState.SUCCEEDED
            : failure.kind() == FailureKind.REVOKED ? TaskState.REVOKED : TaskState.FAILED;
    return new Outcome(
        task.task().ordinal(),
        state,
        task.attempt(),
        attempt.started(),
        attempt.ended(),
        attempt.worker(),
        redacted(attempt.result()),
        failure,
        attempt.log());
  }

  private Failure judged(Failure failure, int killed) {
    boolean quarantined = failure.kind() == FailureKind.CRASH && killed >= RetryPolicy.MAX_CRASHES;
    return new Failure(
        quarantined ? FailureKind.QUARANTINED : failure.kind(),
        redactor.redact(
            quarantined
                ? "killed its worker " + killed + " times, not tried again: " + failure.message()
                : failure.message()),
        redactor.redactOptional(failure.detail()));
  }

  private @Nullable ResultBody redacted(@Nullable ResultBody result) {
    return result instanceof ResultBody.Inline inline
        ? new ResultBody.Inline(redactor.redactJson(inline.json()))
        : result;
  }

  private void committed(List<Outcome> batch, Set<Integer> fresh) {
    RunProgress now;
    synchronized (this) {
      for (Outcome outcome : batch) {
        if (fresh.contains(outcome.ordinal())) {
          progress = counted(progress, outcome.state());
          outcomes.add(outcome);
        }
      }
      now = progress;
    }
    for (Outcome outcome : batch) {
      if (fresh.contains(outcome.ordinal())) {
        listener.committed(tasks.task(outcome.ordinal()), outcome);
      }
    }
    listener.progress(now);
  }

  private static RunProgress counted(RunProgress before, TaskState state) {
    return new RunProgress(
        before.total(),
        before.succeeded() + (state == TaskState.SUCCEEDED ? 1 : 0),
        before.failed() + (state == TaskState.FAILED ? 1 : 0),
        before.revoked() + (state == TaskState.REVOKED ? 1 : 0),
        before.cached());
  }
}
