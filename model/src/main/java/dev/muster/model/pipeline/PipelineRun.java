package dev.muster.model.pipeline;

import dev.muster.model.Fact;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of a pipeline as the ledger keeps it.
 *
 * @param id its id
 * @param name of the pipeline
 * @param file the pipeline file, absolute
 * @param folder the working folder, absolute
 * @param results the run's results folder, absolute
 * @param state where it stands
 * @param exitCode 0, 1 or 2 when it has ended; null before
 * @param created when it was made
 * @param ended when it was last stopped or finished; null while it runs
 * @param command the command line that started it, as arguments without secrets
 * @param options how it is run, as JSON, for one who resumes it
 * @param environment facts for the report: names and values
 */
public record PipelineRun(
    RunId id,
    String name,
    Path file,
    Path folder,
    Path results,
    RunState state,
    @Nullable Integer exitCode,
    Instant created,
    @Nullable Instant ended,
    List<String> command,
    String options,
    List<Fact> environment) {

  public PipelineRun {
    command = List.copyOf(command);
    environment = List.copyOf(environment);
  }

  /** What a lease on it is on. */
  public String resource() {
    return "pipeline/" + id;
  }

  /** The same run in another state. */
  public PipelineRun with(
      RunState newState, @Nullable Integer newExitCode, @Nullable Instant newEnded) {
    return new PipelineRun(
        id,
        name,
        file,
        folder,
        results,
        newState,
        newExitCode,
        created,
        newEnded,
        command,
        options,
        environment);
  }
}
