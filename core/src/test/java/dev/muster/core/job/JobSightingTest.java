package dev.muster.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Job;
import dev.muster.model.JobId;
import dev.muster.model.JobState;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobSightingTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static Job job(JobState state) {
    return new Job(
        new JobId("20261121-120000-abcdef"),
        "0123456789abcdef",
        "command",
        "{}",
        state,
        null,
        null,
        null,
        1,
        NOW.minusSeconds(60),
        null,
        null);
  }

  private static Job after(JobState state, String words, boolean abandoned) {
    return JobSighting.parse(words).orElseThrow().after(job(state), NOW, abandoned);
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, waiting, SUBMITTED",
    "SUBMITTED, starting, RUNNING",
    "SUBMITTED, running 12 345, RUNNING",
    "RUNNING, ended 0, COMPLETED",
    "RUNNING, ended 3, FAILED",
    "RUNNING, ended 143 timeout, FAILED",
    "RUNNING, ended 143 cancelled, CANCELLED",
    "CANCEL_PENDING, running 12 345, CANCEL_PENDING",
    "CANCEL_PENDING, ended 143 cancelled, CANCELLED",
    "CANCEL_PENDING, absent, CANCELLED",
    "RUNNING, lost, FAILED",
    "RUNNING, absent, FAILED",
    "SUBMITTED, absent, FAILED",
  })
  void saysWhereAJobStands(JobState before, String words, JobState expected) {
    assertThat(after(before, words, true).state()).isEqualTo(expected);
  }

  @Test
  void keepsWhatTellsTheDriverApart() {
    Job running = after(JobState.SUBMITTED, "running 12 345", true);
    assertThat(running.handle()).isEqualTo("12:345");
    assertThat(running.started()).isEqualTo(NOW);
    Job ended = after(JobState.RUNNING, "ended 3", true);
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.ended()).isEqualTo(NOW);
    assertThat(ended.detail()).contains("3");
  }

  @Test
  void waitsForWhoIsHandingItOver() {
    assertThat(after(JobState.PENDING, "absent", false)).isEqualTo(job(JobState.PENDING));
    assertThat(after(JobState.PENDING, "absent", true).state()).isEqualTo(JobState.FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "running", "running 1", "ended", "ended x", "ended 1234"})
  void takesNoGarbage(String words) {
    assertThat(JobSighting.parse(words)).isEmpty();
  }
}
