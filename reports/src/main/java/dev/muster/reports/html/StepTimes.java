package dev.muster.reports.html;

import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepJob;
import dev.muster.spi.report.PipelineReport;
import dev.muster.spi.report.StepReport;
import java.time.Duration;
import java.time.Instant;

/** When the attempts of a run's steps began and ended, in microseconds from the run's beginning. */
final class StepTimes {

  private final Instant begin;
  private final Instant end;

  StepTimes(PipelineReport report) {
    PipelineRun run = report.run();
    Instant first = run.created();
    Instant last = run.ended() == null ? run.created() : run.ended();
    for (StepReport step : report.steps()) {
      for (StepJob attempt : step.attempts()) {
        first = earlier(first, attempt.created());
        last = later(last, attempt.created());
        last = attempt.ended() == null ? last : later(last, attempt.ended());
      }
    }
    begin = first;
    end = last;
  }

  private static Instant earlier(Instant one, Instant other) {
    return other.isBefore(one) ? other : one;
  }

  private static Instant later(Instant one, Instant other) {
    return other.isAfter(one) ? other : one;
  }

  /** From the first beginning to the last end. */
  long span() {
    return Math.max(1, micros(end));
  }

  long start(StepJob attempt) {
    Instant started = attempt.started();
    return micros(started == null ? attempt.created() : started);
  }

  /** One that has not ended goes on to the end of what is known. */
  long end(StepJob attempt) {
    Instant ended = attempt.ended();
    return Math.max(start(attempt), micros(ended == null ? end : ended));
  }

  /** How long all attempts of a step ran together. */
  long took(StepReport step) {
    return step.attempts().stream().mapToLong(attempt -> end(attempt) - start(attempt)).sum();
  }

  private long micros(Instant time) {
    Duration since = Duration.between(begin, time);
    return since.toSeconds() * 1_000_000 + since.toNanosPart() / 1_000;
  }
}
