package dev.muster.tasks;

import dev.muster.model.RunId;
import dev.muster.protocol.EntrypointException;
import dev.muster.protocol.RunProcesses;
import dev.muster.protocol.WorkerGoneException;
import dev.muster.protocol.WorkerProcess;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.engine.Engine;
import dev.muster.spi.engine.EngineJob;
import dev.muster.spi.engine.EngineRun;
import dev.muster.spi.engine.TaskListener;
import dev.muster.spi.engine.TaskQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs tasks in worker processes on this machine. */
public final class LocalEngine implements Engine {

  /** An import that takes longer is taken for one that hangs. */
  static final Duration START_DEADLINE = Duration.ofMinutes(5);

  private final InstantSource clock;

  /** With this machine's clock; for the service loader. */
  public LocalEngine() {
    this(InstantSource.system());
  }

  /**
   * @param clock gives the times of workers' starts and of attempts whose worker cannot tell them
   */
  public LocalEngine(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public EngineRun start(EngineJob job, TaskQueue queue, TaskListener listener) {
    LocalRun run = new LocalRun(job, queue, listener, clock);
    run.start();
    return run;
  }

  @Override
  public void check(EngineJob job) throws InterruptedException {
    WorkerLauncher launcher = new WorkerLauncher(job);
    WorkerProcess process = launcher.launch(job.firstWorker(), true);
    FutureTask<Void> ready =
        new FutureTask<>(
            () -> {
              process.awaitReady();
              return null;
            });
    Thread thread = new Thread(ready, "muster-check");
    thread.setDaemon(true);
    thread.start();
    try {
      ready.get(START_DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.killOverdue();
      throw launcher.cannotStart(process, new WorkerGoneException("it hangs", null, false));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MusterException cause) {
        throw cause;
      }
      if (e.getCause() instanceof EntrypointException entrypoint) {
        throw WorkerLauncher.invalid(entrypoint);
      }
      if (e.getCause() instanceof WorkerGoneException gone) {
        throw launcher.cannotStart(process, gone);
      }
      throw new MusterException(
          ErrorKind.INTERNAL,
          "the entrypoint of " + job.project().name() + " could not be checked: " + e.getCause(),
          null,
          e);
    } finally {
      process.dispose();
    }
  }

  @Override
  public int sweep(RunId run) {
    return RunProcesses.ofRun(run.value()).end();
  }
}
