package dev.muster.tasks;

import dev.muster.attempts.Attempts;
import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.model.Params;
import dev.muster.model.Task;
import dev.muster.model.Worker;
import dev.muster.protocol.EntrypointException;
import dev.muster.protocol.Json;
import dev.muster.protocol.RunProcesses;
import dev.muster.protocol.RunningAttempt;
import dev.muster.protocol.TaskMessage;
import dev.muster.protocol.ThisMachine;
import dev.muster.protocol.WorkerGoneException;
import dev.muster.protocol.WorkerMessage;
import dev.muster.protocol.WorkerProcess;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.Attempt;
import dev.muster.spi.engine.QueuedTask;
import dev.muster.spi.engine.WorkerStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;

/** One thread that takes tasks and has its worker process run them, one at a time. */
final class Slot implements Runnable {

  /** How often a worker may die before its first task, or between two, one after the other. */
  private static final int START_TRIES = 3;

  private final LocalRun run;
  private final int index;
  private final TaskMessage messages = new TaskMessage();
  private final int tasksPerWorker;
  private @Nullable Thread thread;
  private boolean waiting;
  private int served;
  private Params lastParams = Params.NONE;
  private String lastParamsText = "{}";
  private volatile @Nullable WorkerProcess starting;
  private @Nullable WorkerProcess launched;
  private volatile @Nullable LiveWorker worker;
  private volatile @Nullable RunningAttempt<FailureKind> current;
  private volatile Instant idleSince;

  /** A worker that is ready, as it was announced. */
  private record LiveWorker(WorkerProcess process, Worker worker) {}

  Slot(LocalRun run, int index) {
    this.run = run;
    this.index = index;
    this.tasksPerWorker = run.job().project().maxTasksPerWorker();
    this.idleSince = run.clock().instant();
  }

  int index() {
    return index;
  }

  void start(Thread own) {
    synchronized (this) {
      thread = own;
    }
    own.start();
  }

  @Override
  public void run() {
    try {
      launch();
      while (run.takesTasks()) {
        QueuedTask task = interruptibly(run.queue()::take);
        if (task == null) {
          break;
        }
        perform(task);
        if (tasksPerWorker > 0 && served >= tasksPerWorker) {
          retire();
        }
      }
    } catch (InterruptedException e) {
      // the run stops
    } catch (MusterException e) {
      run.giveUp(e);
    } catch (RuntimeException | Error e) {
      run.giveUpOn(e);
    } finally {
      retire();
      disposeLaunched();
      run.slotEnded();
    }
  }

  /** Something that waits, and that may be interrupted when the run stops. */
  @FunctionalInterface
  private interface Wait<T> {
    @Nullable T perform() throws InterruptedException;
  }

  /** An interrupt reaches the wait and nothing after it: later writes must not be cut short. */
  private <T> @Nullable T interruptibly(Wait<T> wait) throws InterruptedException {
    synchronized (this) {
      waiting = true;
    }
    try {
      return wait.perform();
    } finally {
      synchronized (this) {
        waiting = false;
        Thread.interrupted();
      }
    }
  }

  /** Ends the wait for a task or for an input. */
  synchronized void stopWaiting() {
    if (waiting && thread != null) {
      thread.interrupt();
    }
  }

  /** Kills a worker that is not ready yet. */
  void killStarting() {
    WorkerProcess process = starting;
    if (process != null) {
      process.kill();
    }
  }

  @Nullable RunningAttempt<FailureKind> current() {
    return current;
  }

  /** What the worker does now, null when there is none. */
  @Nullable WorkerStatus status() {
    LiveWorker live = worker;
    if (live == null) {
      return null;
    }
    RunningAttempt<FailureKind> attempt = current;
    long rss = RunProcesses.residentMemory(live.process().pid());
    return attempt == null
        ? new WorkerStatus(live.worker(), null, idleSince, rss)
        : new WorkerStatus(live.worker(), attempt.ordinal(), attempt.since(), rss);
  }

  private void perform(QueuedTask queued) throws InterruptedException {
    LiveWorker live = worker == null ? startWorker() : Objects.requireNonNull(worker);
    run.listener().started(queued, live.worker().number());
    for (int tries = 1; ; tries++) {
      RunningAttempt<FailureKind> running =
          new RunningAttempt<>(
              queued.task().ordinal(), queued.attempt(), live.process(), run.clock().instant());
      current = running;
      if (run.stopping()) {
        running.end(FailureKind.STOPPED);
      }
      Attempt attempt = attempt(queued, running, live, tries < START_TRIES);
      idleSince = run.clock().instant();
      current = null;
      if (attempt != null) {
        served++;
        run.listener().ended(queued, attempt);
        return;
      }
      try {
        live = startWorker();
      } catch (InterruptedException e) {
        run.listener().ended(queued, endedBy(FailureKind.STOPPED, running, live));
        throw e;
      }
    }
  }

  /** Makes an attempt; null when the worker was found dead, so that another one must make it. */
  private @Nullable Attempt attempt(
      QueuedTask queued, RunningAttempt<FailureKind> running, LiveWorker live, boolean mayRepeat) {
    WorkerProcess process = live.process();
    int number = live.worker().number();
    byte[] message;
    try {
      message = message(queued, process.wantsPath());
    } catch (MusterException e) {
      FailureKind reason = running.finish();
      if (e.kind() == ErrorKind.QUOTA) {
        throw e;
      }
      return reason == null
          ? failed(Attempts.input(e), running, number)
          : endedBy(reason, running, live);
    } catch (InterruptedException e) {
      running.finish();
      return endedBy(FailureKind.STOPPED, running, live);
    }
    FailureKind before = running.send(message);
    if (before != null) {
      return endedBy(before, running, live);
    }
    try {
      WorkerMessage.Ended answer = process.answer(queued.task().ordinal(), queued.attempt());
      FailureKind reason = running.finish();
      if (answer instanceof WorkerMessage.Failed failed && failed.last()) {
        retireBroken();
      } else if (reason != null && !process.survivesAsking()) {
        retire();
      }
      return reason == null
          ? run.attempts().ended(answer, number)
          : run.attempts().endedBy(reason, answer, number);
    } catch (WorkerGoneException gone) {
      FailureKind reason = running.finish();
      retireBroken();
      if (reason != null) {
        return endedBy(reason, running, live);
      }
      if (!gone.begun() && mayRepeat) {
        return null;
      }
      return failed(new Failure(FailureKind.CRASH, gone.text(), gone.detail()), running, number);
    }
  }

  /** Starts the first worker's process: it becomes ready while the first task is waited for. */
  private void launch() {
    WorkerProcess process = run.launcher().launch(run.nextWorker(), false);
    starting = process;
    launched = process;
  }

  private void disposeLaunched() {
    WorkerProcess process = launched;
    launched = null;
    starting = null;
    if (process != null) {
      process.dispose();
    }
  }

  private LiveWorker startWorker() throws InterruptedException {
    for (int tries = 1; ; tries++) {
      if (launched == null) {
        launch();
      }
      WorkerProcess process = Objects.requireNonNull(launched);
      launched = null;
      ScheduledFuture<?> overdue =
          run.after(LocalEngine.START_DEADLINE.toMillis(), process::killOverdue);
      try {
        if (!run.takesTasks()) {
          throw new WorkerGoneException("the run stops", null, false);
        }
        process.awaitReady();
        return announce(process);
      } catch (WorkerGoneException gone) {
        process.dispose();
        if (!run.takesTasks()) {
          throw new InterruptedException();
        }
        if (tries == START_TRIES || process.overdue()) {
          throw run.launcher().cannotStart(process, gone);
        }
      } catch (EntrypointException e) {
        process.dispose();
        throw WorkerLauncher.invalid(e);
      } finally {
        overdue.cancel(false);
        starting = null;
      }
    }
  }

  private LiveWorker announce(WorkerProcess process) {
    if (!process.enforcesMemory()) {
      run.warnOfMemory();
    }
    ThisMachine machine = ThisMachine.known();
    Worker announced =
        new Worker(
            process.number(),
            machine.name(),
            machine.address(),
            process.pid(),
            index,
            run.clock().instant());
    LiveWorker live = new LiveWorker(process, announced);
    worker = live;
    served = 0;
    run.listener().workerStarted(announced);
    return live;
  }

  /** Lets the worker end, if there is one; the next task starts another. */
  private void retire() {
    LiveWorker live = worker;
    worker = null;
    if (live != null) {
      live.process().dispose();
    }
  }

  /** The same for a worker that died, with what it left in the spool folder. */
  private void retireBroken() {
    LiveWorker live = worker;
    retire();
    if (live != null) {
      run.attempts().discardSpooled(run.job().run(), live.worker().number());
    }
  }

  private Attempt endedBy(
      FailureKind reason, RunningAttempt<FailureKind> running, LiveWorker live) {
    return run.attempts()
        .endedBy(reason, running.since(), run.clock().instant(), live.worker().number());
  }

  private Attempt failed(Failure failure, RunningAttempt<FailureKind> running, int number) {
    return run.attempts().failed(failure, running.since(), run.clock().instant(), number);
  }

  private byte[] message(QueuedTask queued, boolean wantsPath) throws InterruptedException {
    Task task = queued.task();
    Path path = wantsPath ? interruptibly(() -> run.job().inputs().localFile(task.input())) : null;
    if (!task.params().equals(lastParams)) {
      lastParams = task.params();
      lastParamsText = Json.write(lastParams.values());
    }
    return messages.run(
        task.ordinal(),
        queued.attempt(),
        task.input().root(),
        task.input().key(),
        path == null ? null : path.toString(),
        task.column(),
        lastParamsText,
        task.round());
  }
}
