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

  @Test
  void theHandleOfAJobOnYarnIsItsApplication() {
    String application = "application_1795908298827_0003";
    Job running = after(JobState.SUBMITTED, "running 1 12 345 " + application, false);
    assertThat(running.handle()).isEqualTo(application);
    Job ended = after(JobState.RUNNING, "ended 1 2 " + application, false);
    assertThat(ended.handle()).isEqualTo(application);
    assertThat(ended.exitCode()).isEqualTo(2);
    Job cancelled = after(JobState.CANCEL_PENDING, "ended 1 143 cancelled " + application, false);
    assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
    assertThat(cancelled.handle()).isEqualTo(application);
    assertThat(after(JobState.SUBMITTED, "running 1 12 345", false).handle()).isEqualTo("12:345");
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, waiting 1, SUBMITTED",
    "SUBMITTED, starting 1, RUNNING",
    "SUBMITTED, running 1 12 345, RUNNING",
    "RUNNING, ended 1 0, COMPLETED",
    "RUNNING, ended 1 3, FAILED",
    "RUNNING, ended 1 143 timeout, FAILED",
    "RUNNING, ended 1 143 cancelled, CANCELLED",
    "CANCEL_PENDING, running 1 12 345, CANCEL_PENDING",
    "CANCEL_PENDING, running 2 12 345, CANCEL_PENDING",
    "CANCEL_PENDING, ended 1 143 cancelled, CANCELLED",
    "CANCEL_PENDING, absent, CANCELLED",
    "CANCEL_PENDING, lost 1, CANCELLED",
    "RUNNING, lost 1, FAILED",
    "RUNNING, lost 1 again, RUNNING",
    "RUNNING, waiting 2, SUBMITTED",
    "RUNNING, absent, FAILED",
    "SUBMITTED, absent, FAILED",
  })
  void saysWhereAJobStands(JobState before, String words, JobState expected) {
    assertThat(after(before, words, true).state()).isEqualTo(expected);
  }

  @Test
  void keepsWhatTellsTheDriverApart() {
    Job running = after(JobState.SUBMITTED, "running 1 12 345", true);
    assertThat(running.handle()).isEqualTo("12:345");
    assertThat(running.started()).isEqualTo(NOW);
    Job ended = after(JobState.RUNNING, "ended 1 3", true);
    assertThat(ended.exitCode()).isEqualTo(3);
    assertThat(ended.ended()).isEqualTo(NOW);
    assertThat(ended.detail()).contains("3");
  }

  @Test
  void knowsALaterAttemptApart() {
    Job first = after(JobState.RUNNING, "running 1 12 345", true);
    Job second = JobSighting.parse("starting 2").orElseThrow().after(first, NOW, true);
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.handle()).as("the driver before is not this one's").isNull();
    assertThat(JobSighting.parse("lost 1").orElseThrow().after(second, NOW, true))
        .as("what was seen before")
        .isEqualTo(second);
    Job ended = JobSighting.parse("ended 3 0").orElseThrow().after(second, NOW, true);
    assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
    assertThat(ended.attempt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"129, signal 1", "137, signal 9", "143, signal 15", "139, ended with 139"})
  void namesTheSignal(int code, String words) {
    assertThat(after(JobState.RUNNING, "ended 1 " + code, true).detail()).contains(words);
  }

  @Test
  void waitsForWhoIsHandingItOver() {
    assertThat(after(JobState.PENDING, "absent", false)).isEqualTo(job(JobState.PENDING));
    assertThat(after(JobState.PENDING, "absent", true).state()).isEqualTo(JobState.FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "waiting",
        "starting x",
        "running",
        "running 1 2",
        "ended",
        "ended 1",
        "ended 1 x",
        "ended 1 1234",
        "ended 0 1",
        "lost"
      })
  void takesNoGarbage(String words) {
    assertThat(JobSighting.parse(words)).isEmpty();
  }
}
