package dev.muster.reports.html;

import dev.muster.diagnosis.cause.Diagnosis;
import dev.muster.diagnosis.events.EventLogs;
import dev.muster.model.Fact;
import dev.muster.model.JobState;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.Cause;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.report.PipelineReport;
import dev.muster.spi.report.StepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs of pipelines that nobody ran. */
final class FakePipelineReport {

  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

  private final Path results;
  private final List<StepReport> steps = new ArrayList<>();
  private final String secret;
  private double end;

  FakePipelineReport(Path results, String secret) {
    this.results = results;
    this.secret = secret;
  }

  /** A step with one attempt, from and to in seconds. */
  FakePipelineReport step(
      String id,
      StepState state,
      @Nullable Integer exit,
      double from,
      double to,
      String log,
      @Nullable Path events) {
    int number = steps.size() + 1;
    Step step =
        Step.builder(
                new StepId(id),
                new StepWork.Spark("org.x.Main", results.resolve("app.jar"), List.of(), List.of()))
            .build();
    List<StepJob> attempts = new ArrayList<>();
    if (exit != null || state == StepState.RUNNING) {
      StepJob running =
          StepJob.pending(number, 1, "spark-session", "steps/" + id, at(from))
              .running("h", at(from));
      attempts.add(
          exit == null
              ? running
              : running.ended(
                  exit == 0 ? JobState.COMPLETED : JobState.FAILED, exit, null, at(to)));
      end = Math.max(end, to);
    }
    String reason =
        state == StepState.BLOCKED
            ? "a step before it failed"
            : state == StepState.SKIPPED ? "inputs and code are unchanged" : null;
    steps.add(
        new StepReport(
            step,
            new StepRecord(
                number, step.id(), "class", state, reason, null, cause(state, exit, log, events)),
            attempts,
            attempts.isEmpty() ? null : results.resolve("steps").resolve(id).resolve("log"),
            log,
            events));
    return this;
  }

  private static @Nullable Cause cause(
      StepState state, @Nullable Integer exit, String log, @Nullable Path events) {
    return state != StepState.FAILED
        ? null
        : Diagnosis.of(exit, log, failures(events))
            .map(cause -> new Cause(cause.summary(), cause.evidence(), cause.fix()))
            .orElse(null);
  }

  private static List<String> failures(@Nullable Path events) {
    try {
      return events == null
          ? List.of()
          : EventLogs.read(events).stream().flatMap(each -> each.failures().stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant at(double seconds) {
    return BEGIN.plusMillis(Math.round(seconds * 1_000));
  }

  PipelineReport build(RunState state, int exit, String... command) {
    Pipeline pipeline =
        new Pipeline(
            "weather",
            results.resolve("pipeline.yaml"),
            results,
            Pipeline.Form.NATIVE,
            null,
            steps.stream().map(StepReport::step).toList());
    PipelineRun run =
        new PipelineRun(
            new RunId("20260301-100000-abcd"),
            "weather",
            pipeline.file(),
            results,
            results,
            state,
            exit,
            BEGIN,
            at(end),
            List.of(command),
            "{}",
            List.of(new Fact("spark", "3.5.6, local[2]"), new Fact("java", "17")));
    return new PipelineReport(
        run,
        pipeline,
        steps,
        exit == 0
            ? List.of()
            : List.of("muster", "pipeline", "run", "pipeline.yaml", "--resume", run.id().value()),
        text -> text.replace(secret, "***"));
  }
}
