package dev.muster.core.pipeline;

import dev.muster.model.JobState;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepState;
import dev.muster.spi.pipeline.StepEnd;
import org.jspecify.annotations.Nullable;

/**
 * What the end of an attempt means. Pure.
 *
 * @param job where the attempt stands
 * @param step where its step stands, if no other attempt follows
 * @param reason for people, null when all went well
 * @param lost whether the attempt went away without saying how it ended
 */
record StepOutcome(JobState job, StepState step, @Nullable String reason, boolean lost) {

  /** Critical quality warnings: contract 1.4. */
  static final int WARNINGS = 2;

  private static final int SIGNALLED = 128;
  private static final String TOO_LONG = "it took longer than its time limit of ";

  static StepOutcome of(StepEnd end, Step step) {
    String detail = end.detail() == null ? "" : ": " + end.detail();
    return switch (end.cause()) {
      case CANCELLED ->
          new StepOutcome(JobState.CANCELLED, StepState.CANCELLED, "it was cancelled", false);
      case TIMED_OUT -> failed(TOO_LONG + words(step) + detail, false);
      case LOST -> failed("nobody knows how it ended" + detail, true);
      case EXITED -> exited(end, detail);
    };
  }

  /** Whether an attempt was ended by Muster because its time was up. */
  static boolean isTooLong(StepJob job) {
    String detail = job.detail();
    return detail != null && detail.startsWith(TOO_LONG);
  }

  private static StepOutcome exited(StepEnd end, String detail) {
    int code = end.exitCode() == null ? 1 : end.exitCode();
    if (code == 0) {
      return new StepOutcome(JobState.COMPLETED, StepState.COMPLETED, null, false);
    }
    if (code == WARNINGS) {
      return new StepOutcome(
          JobState.FAILED, StepState.WARNED, "critical quality warnings (exit code 2)", false);
    }
    return failed(
        code > SIGNALLED
            ? "signal " + (code - SIGNALLED) + " ended it" + detail
            : "exit code " + code + detail,
        false);
  }

  private static StepOutcome failed(String reason, boolean lost) {
    return new StepOutcome(JobState.FAILED, StepState.FAILED, reason, lost);
  }

  private static String words(Step step) {
    return step.timeout() == null ? "its engine" : step.timeout().toSeconds() + " s";
  }
}
