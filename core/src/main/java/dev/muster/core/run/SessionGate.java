package dev.muster.core.run;

import dev.muster.model.Worker;
import dev.muster.spi.engine.Attempt;
import dev.muster.spi.engine.QueuedTask;
import dev.muster.spi.engine.TaskListener;
import dev.muster.spi.engine.TaskQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine waits for its first task, so that its workers can start while the plan of the run
 * is still being written to the ledger.
 */
final class SessionGate implements TaskQueue, TaskListener {

  private final CompletableFuture<RunSession> session = new CompletableFuture<>();

  /** Lets tasks through. */
  void open(RunSession opened) {
    session.complete(opened);
  }

  /**
   * Says that no task will come.
   *
   * @return false when it was opened before: then it stays open
   */
  boolean close() {
    return session.cancel(false);
  }

  @Override
  public @Nullable QueuedTask take() throws InterruptedException {
    try {
      return session.get().queue().take();
    } catch (CancellationException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a gate is opened or closed", e);
    }
  }

  @Override
  public @Nullable QueuedTask poll() {
    return session.isCancelled() ? null : session.join().queue().poll();
  }

  @Override
  public boolean kept() {
    return session.join().kept();
  }

  @Override
  public void workerStarted(Worker worker) {
    session.join().workerStarted(worker);
  }

  @Override
  public void started(QueuedTask task, int worker) {
    session.join().started(task, worker);
  }

  @Override
  public void ended(QueuedTask task, Attempt attempt) {
    session.join().ended(task, attempt);
  }
}
