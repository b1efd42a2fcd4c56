package dev.muster.cli;

import dev.muster.model.Run;
import dev.muster.spi.ledger.Runs;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run as JSON. */
final class RunFacts {

  private RunFacts() {}

  static Map<String, @Nullable Object> of(Run run, Runs.Counts counts) {
    return Console.object(
        "run", run.id().value(),
        "project", run.project().value(),
        "folder", run.folder().toString(),
        "state", run.state().name(),
        "created", run.created().toString(),
        "ended", run.ended() == null ? null : run.ended().toString(),
        "tasks", run.total(),
        "pending", counts.pending(),
        "succeeded", counts.succeeded() - counts.cached(),
        "cached", counts.cached(),
        "failed", counts.failed(),
        "revoked", counts.revoked(),
        "rounds", run.rounds(),
        "workers", run.workers(),
        "seconds", run.timings().total().toMillis() / 1000.0,
        "results", run.results().toString(),
        "command", run.command());
  }
}
