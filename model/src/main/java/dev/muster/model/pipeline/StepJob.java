package dev.muster.model.pipeline;

import dev.muster.model.JobState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a step: a job.
 *
 * @param step the number of the step, from 1
 * @param attempt from 1
 * @param engine name of the engine that runs it
 * @param state where it stands
 * @param handle the engine's own id: process and its start, a job of a cluster; null until it has
 *     one
 * @param exitCode null when it has none
 * @param detail why it failed; null otherwise
 * @param folder of the attempt, relative to the results of the run; {@code log} is in it
 * @param created when it was about to be started
 * @param started when it was, null before
 * @param ended when it ended, null before
 */
public record StepJob(
    int step,
    int attempt,
    String engine,
    JobState state,
    @Nullable String handle,
    @Nullable Integer exitCode,
    @Nullable String detail,
    String folder,
    Instant created,
    @Nullable Instant started,
    @Nullable Instant ended) {

  /** One that is about to be started. */
  public static StepJob pending(
      int step, int attempt, String engine, String folder, Instant created) {
    return new StepJob(
        step, attempt, engine, JobState.PENDING, null, null, null, folder, created, null, null);
  }

  /** The same, started. */
  public StepJob running(String newHandle, Instant now) {
    return new StepJob(
        step, attempt, engine, JobState.RUNNING, newHandle, null, null, folder, created, now, null);
  }

  /** The same, ended. */
  public StepJob ended(
      JobState newState, @Nullable Integer code, @Nullable String newDetail, Instant now) {
    return new StepJob(
        step, attempt, engine, newState, handle, code, newDetail, folder, created, started, now);
  }
}
