package dev.muster.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.JobState;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepEnd;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepAttemptsTest {

  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final StepId CLEAN = new StepId("clean");

  private final List<StepJob> told = new ArrayList<>();
  private final Step clean =
      Step.builder(CLEAN, new StepWork.Command(List.of("true")))
          .retries(2)
          .environment(Map.of("DAY", "monday"))
          .build();

  private StepAttempts after(StepJob... before) {
    return new StepAttempts(
        Path.of("/runs/one"),
        List.of(clean),
        List.of(before),
        told::add,
        Map.of("DAY", "any", "HOME", "/home/ann"));
  }

  private StepRecord record() {
    return new StepRecord(1, CLEAN, "command", StepState.RUNNING, null, null, null);
  }

  @Test
  void numbersThemFromThoseOfEarlierSessions() {
    StepAttempts attempts = after(StepJob.pending(1, 1, "local", "steps/clean/1", NOW));

    StepJob second = attempts.next(record(), "local", NOW);

    assertThat(second).isEqualTo(StepJob.pending(1, 2, "local", "steps/clean/2", NOW));
    assertThat(attempts.last(CLEAN)).contains(second);
    assertThat(attempts.of(CLEAN)).hasSize(2);
  }

  @Test
  void tellsTheJournalWhereTheyStand() {
    StepAttempts attempts = after();
    StepJob job = attempts.next(record(), "local", NOW);
    StepJob ended = job.ended(JobState.COMPLETED, 0, null, NOW);

    attempts.put(CLEAN, ended);

    assertThat(attempts.of(CLEAN)).containsExactly(ended);
    assertThat(told).containsExactly(job, ended);
  }

  @Test
  void stepsOwnVariablesCountMore() {
    StepAttempts attempts = after();

    StepAttempt attempt = attempts.attempt(clean, attempts.next(record(), "local", NOW));

    assertThat(attempt.environment())
        .containsOnly(Map.entry("DAY", "monday"), Map.entry("HOME", "/home/ann"));
    assertThat(attempt.folder()).isEqualTo(Path.of("/runs/one/steps/clean/1"));
  }

  @Test
  void failuresAreRepeatedAsOftenAsTheStepSaysAndLossesThreeTimes() {
    StepOutcome failed = StepOutcome.of(StepEnd.exited(3), clean);
    StepOutcome lost = StepOutcome.of(new StepEnd(StepEnd.Cause.LOST, null, "gone"), clean);
    StepAttempts attempts = after();

    assertThat(List.of(again(attempts, failed), again(attempts, failed), again(attempts, failed)))
        .containsExactly(true, true, false);
    assertThat(List.of(again(attempts, lost), again(attempts, lost), again(attempts, lost)))
        .as("counted apart")
        .containsOnly(true);
    assertThat(again(attempts, lost)).isFalse();
    assertThat(again(after(), StepOutcome.of(StepEnd.exited(2), clean))).as("warnings").isFalse();
  }

  private boolean again(StepAttempts attempts, StepOutcome outcome) {
    return attempts.isAgain(clean, outcome);
  }
}
