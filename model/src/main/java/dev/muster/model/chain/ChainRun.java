package dev.muster.model.chain;

import dev.muster.model.Fact;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of a chain as the ledger keeps it.
 *
 * @param id its id
 * @param name of the chain: its file's, without the ending
 * @param file the file of the chain, absolute
 * @param state where it stands
 * @param exitCode 0, 1 or 2 when it has ended; null before
 * @param created when it was made
 * @param ended when it was last stopped or finished; null while it runs
 * @param command the command line that started it, as arguments without secrets
 * @param options how it is run, as JSON, for one who resumes it
 * @param environment facts: names and values
 */
public record ChainRun(
    RunId id,
    String name,
    Path file,
    RunState state,
    @Nullable Integer exitCode,
    Instant created,
    @Nullable Instant ended,
    List<String> command,
    String options,
    List<Fact> environment) {

  public ChainRun {
    command = List.copyOf(command);
    environment = List.copyOf(environment);
  }

  /** What a lease on it is on. */
  public String resource() {
    return "chain/" + id;
  }

  /** The same run in another state. */
  public ChainRun with(
      RunState newState, @Nullable Integer newExitCode, @Nullable Instant newEnded) {
    return new ChainRun(
        id, name, file, newState, newExitCode, created, newEnded, command, options, environment);
  }
}
