package dev.muster.cli.pipeline;

import dev.muster.cli.Console;
import dev.muster.model.pipeline.Cause;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs and steps as JSON. */
final class StepFacts {

  private StepFacts() {}

  static Map<String, @Nullable Object> of(PipelineRun run) {
    return Console.object(
        "run", run.id().value(),
        "pipeline", run.name(),
        "file", run.file().toString(),
        "folder", run.folder().toString(),
        "results", run.results().toString(),
        "state", run.state().name(),
        "exit_code", run.exitCode(),
        "created", run.created().toString(),
        "ended", run.ended() == null ? null : run.ended().toString(),
        "command", run.command());
  }

  static Map<String, @Nullable Object> of(
      PipelineRun run, StepRecord record, List<StepJob> attempts) {
    StepJob last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    return Console.object(
        "step",
        record.id().value(),
        "number",
        record.number(),
        "kind",
        record.kind(),
        "state",
        record.state().name(),
        "reason",
        record.reason(),
        "attempts",
        attempts.size(),
        "engine",
        last == null ? null : last.engine(),
        "handle",
        last == null ? null : last.handle(),
        "exit_code",
        last == null ? null : last.exitCode(),
        "started",
        last == null || last.started() == null ? null : last.started().toString(),
        "ended",
        last == null || last.ended() == null ? null : last.ended().toString(),
        "seconds",
        last == null ? null : seconds(last),
        "cause",
        facts(record.cause()),
        "log",
        last == null ? null : run.results().resolve(last.folder()).resolve("log").toString());
  }

  /** The cause of a step's failure. */
  static Map<String, @Nullable Object> explained(StepRecord record) {
    Map<String, @Nullable Object> facts = Console.object("step", record.id().value());
    Map<String, @Nullable Object> cause = facts(record.cause());
    if (cause != null) {
      facts.putAll(cause);
    }
    return facts;
  }

  private static @Nullable Map<String, @Nullable Object> facts(@Nullable Cause cause) {
    return cause == null
        ? null
        : Console.object(
            "summary", cause.summary(), "evidence", cause.evidence(), "fix", cause.fix());
  }

  private static @Nullable Double seconds(StepJob job) {
    return job.started() == null || job.ended() == null
        ? null
        : Double.valueOf(Duration.between(job.started(), job.ended()).toMillis() / 1000.0);
  }
}
