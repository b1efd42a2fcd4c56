package dev.muster.spi.engine;

import dev.muster.model.Project;
import dev.muster.model.RunId;
import dev.muster.spi.python.PythonEnvironments.PipOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an engine needs to know of a run.
 *
 * @param run its id; worker processes carry it as {@code MUSTER_RUN} in their environment
 * @param project what is called and its limits
 * @param python the interpreter: of the project's virtual environment, or the user's own; absolute
 * @param pip where requirements come from, for engines that install them elsewhere
 * @param environment the whole environment of the workers, secrets included
 * @param secrets names of the variables in it whose values are masked in all that workers say
 * @param workers how many tasks at once
 * @param firstWorker number of the first worker process started; they count up from it
 * @param results the run's results folder; logs go to {@code logs/} below it
 * @param spool a folder on the file system of the blobs, where large results are written first
 * @param blobs the folder that keeps large results by hash: {@code ab/<sha256>}
 * @param cache a folder that outlives runs, for what each run would make again
 * @param inputs brings inputs to this machine
 * @param content the files of the project
 * @param options which engine, and how
 * @param limits bounds of logs and results
 * @param places where large results may be put by whoever runs a task
 */
public record EngineJob(
    RunId run,
    Project project,
    Path python,
    PipOptions pip,
    Map<String, String> environment,
    List<String> secrets,
    int workers,
    int firstWorker,
    Path results,
    Path spool,
    Path blobs,
    Path cache,
    InputFiles inputs,
    ProjectContent content,
    EngineOptions options,
    Limits limits,
    ResultPlaces places) {

  public EngineJob {
    environment = Map.copyOf(environment);
    secrets = List.copyOf(secrets);
  }

  /**
   * Bounds of what a task may give.
   *
   * @param logBytes kept of what a task prints; the middle is cut
   * @param inlineResult results up to so many bytes stand in the ledger
   * @param maxResult a larger result fails its task
   */
  public record Limits(long logBytes, int inlineResult, long maxResult) {
    public static final Limits DEFAULT = new Limits(1L << 20, 64 << 10, 256L << 20);
  }
}
