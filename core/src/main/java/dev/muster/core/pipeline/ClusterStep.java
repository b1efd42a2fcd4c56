package dev.muster.core.pipeline;

import dev.muster.core.job.JobView;
import dev.muster.core.job.Jobs;
import dev.muster.model.Job;
import dev.muster.spi.MusterException;
import dev.muster.spi.pipeline.RunningStep;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepEnd;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A job that is followed: its log comes home while it runs, its end is that of the attempt. */
final class ClusterStep implements RunningStep {

  private static final long PAUSE_MILLIS = 1000;

  private final Jobs jobs;
  private final Job job;
  private final StepAttempt attempt;
  private final CompletableFuture<StepEnd> end = new CompletableFuture<>();

  private ClusterStep(Jobs jobs, Job job, StepAttempt attempt) {
    this.jobs = jobs;
    this.job = job;
    this.attempt = attempt;
  }

  static ClusterStep follow(Jobs jobs, Job job, StepAttempt attempt) {
    ClusterStep step = new ClusterStep(jobs, job, attempt);
    Thread thread = new Thread(step::run, "step-" + attempt.step().id());
    thread.setDaemon(true);
    thread.start();
    return step;
  }

  private void run() {
    try {
      JobView view = jobs.refresh(List.of(job)).get(0);
      while (!view.job().state().isFinal()) {
        copyLog(true);
        view = jobs.refresh(List.of(job)).get(0);
        if (!view.job().state().isFinal()) {
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // its head is out of reach, or it begins anew
        }
      }
      copyLog(false);
      takeEvents(view.job());
      end.complete(end(view.job()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end.completeExceptionally(e);
    } catch (RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  /** From its begin: what was copied before is the same. */
  private void copyLog(boolean follow) throws InterruptedException {
    try (OutputStream out = Files.newOutputStream(attempt.log())) {
      jobs.log(job, follow, bytes -> write(out, bytes));
    } catch (IOException | UncheckedIOException | MusterException e) {
      // asked again while it runs; its cluster keeps it
    }
  }

  private static void write(OutputStream out, byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void takeEvents(Job ended) {
    if (!ended.kind().equals("spark")) {
      return;
    }
    try {
      Path events = jobs.events(ended);
      if (!Files.exists(attempt.events())) {
        Files.createSymbolicLink(attempt.events(), events);
      }
    } catch (IOException | UnsupportedOperationException | MusterException e) {
      // a job that failed early has written none
    }
  }

  private static StepEnd end(Job job) {
    return switch (job.state()) {
      case COMPLETED -> StepEnd.exited(0);
      case CANCELLED -> new StepEnd(StepEnd.Cause.CANCELLED, job.exitCode(), job.detail());
      default ->
          new StepEnd(
              job.exitCode() == null ? StepEnd.Cause.LOST : StepEnd.Cause.EXITED,
              job.exitCode(),
              job.detail());
    };
  }

  @Override
  public String handle() {
    return job.id().value();
  }

  @Override
  public CompletableFuture<StepEnd> end() {
    return end;
  }

  @Override
  public void cancel(Duration grace) {
    Thread thread =
        new Thread(
            () -> {
              var unused = jobs.cancel(job, grace);
            },
            "cancel-" + attempt.step().id());
    thread.setDaemon(true);
    thread.start();
  }
}
