package dev.muster.model;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A map run as the ledger keeps it.
 *
 * @param id its id
 * @param project the project's name
 * @param folder the project's folder, absolute
 * @param results the run's results folder, absolute
 * @param state where it stands
 * @param created when it was planned
 * @param ended when it was last stopped or finished; null while it runs
 * @param code digest of code, entrypoint, requirements and Python version
 * @param rounds how many rounds it has
 * @param total tasks, cached ones too
 * @param cached tasks taken from earlier runs
 * @param workers slots asked for
 * @param command the command line that started it, as arguments without secrets
 * @param environment facts for the report: names and values (host, user, java, python, version, …)
 * @param timings when what happened, for the performance table
 */
public record Run(
    RunId id,
    ProjectName project,
    Path folder,
    Path results,
    RunState state,
    Instant created,
    @Nullable Instant ended,
    Digest code,
    int rounds,
    int total,
    int cached,
    int workers,
    List<String> command,
    List<Fact> environment,
    RunTimings timings) {

  public Run {
    command = List.copyOf(command);
    environment = List.copyOf(environment);
  }

  /** The same run in another state. */
  public Run with(RunState newState, @Nullable Instant newEnded, RunTimings newTimings) {
    return new Run(
        id,
        project,
        folder,
        results,
        newState,
        created,
        newEnded,
        code,
        rounds,
        total,
        cached,
        workers,
        command,
        environment,
        newTimings);
  }
}
