package dev.muster.core.job;

import dev.muster.model.Job;
import dev.muster.model.JobState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a head says that a job stands; pure.
 *
 * @param kind the word
 * @param handle process and start of it, null when there is none
 * @param exitCode null when it has not ended
 * @param stopped {@code timeout} or {@code cancelled}, null for neither
 */
record JobSighting(
    Kind kind, @Nullable String handle, @Nullable Integer exitCode, @Nullable String stopped) {

  /** A job whose cluster is gone. */
  static final JobSighting GONE = of(Kind.ABSENT);

  /** The words of observe.sh. */
  enum Kind {
    ABSENT,
    WAITING,
    STARTING,
    RUNNING,
    ENDED,
    LOST
  }

  /**
   * Reads the words behind an id.
   *
   * @return empty for words that observe.sh does not say
   */
  static Optional<JobSighting> parse(String text) {
    String[] words = text.strip().split(" +", 4);
    return switch (words[0]) {
      case "absent" -> Optional.of(of(Kind.ABSENT));
      case "waiting" -> Optional.of(of(Kind.WAITING));
      case "starting" -> Optional.of(of(Kind.STARTING));
      case "lost" -> Optional.of(of(Kind.LOST));
      case "running" ->
          words.length == 3
              ? Optional.of(new JobSighting(Kind.RUNNING, words[1] + ":" + words[2], null, null))
              : Optional.empty();
      case "ended" ->
          words.length >= 2 && words[1].matches("[0-9]{1,3}")
              ? Optional.of(
                  new JobSighting(
                      Kind.ENDED,
                      null,
                      Integer.valueOf(words[1]),
                      words.length > 2 ? words[2] : null))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static JobSighting of(Kind kind) {
    return new JobSighting(kind, null, null, null);
  }

  /**
   * What is now known of a job.
   *
   * @param abandoned whether nobody is handing it over any more
   */
  Job after(Job job, Instant now, boolean abandoned) {
    return switch (kind) {
      case ABSENT -> absent(job, now, abandoned);
      case WAITING -> with(job, JobState.SUBMITTED, now);
      case STARTING, RUNNING -> with(job, JobState.RUNNING, now);
      case LOST ->
          ended(job, JobState.FAILED, null, "its host lost it: nobody knows how it ended", now);
      case ENDED -> ended(job, now);
    };
  }

  private static Job absent(Job job, Instant now, boolean abandoned) {
    if (job.state() == JobState.PENDING) {
      return abandoned
          ? ended(job, JobState.FAILED, null, "it was not handed over: submit it again", now)
          : job;
    }
    if (job.state() == JobState.CANCEL_PENDING) {
      return ended(job, JobState.CANCELLED, null, null, now);
    }
    return ended(job, JobState.FAILED, null, "its folder on the head is gone", now);
  }

  private Job ended(Job job, Instant now) {
    int code = exitCode == null ? 1 : exitCode;
    if ("cancelled".equals(stopped)) {
      return ended(job, JobState.CANCELLED, code, null, now);
    }
    if ("timeout".equals(stopped)) {
      return ended(job, JobState.FAILED, code, "it took longer than its time limit", now);
    }
    return code == 0
        ? ended(job, JobState.COMPLETED, 0, null, now)
        : ended(job, JobState.FAILED, code, "its driver ended with " + code, now);
  }

  private Job with(Job job, JobState state, Instant now) {
    JobState next = job.state() == JobState.CANCEL_PENDING ? job.state() : state;
    return new Job(
        job.id(),
        job.cluster(),
        job.kind(),
        job.description(),
        next,
        handle == null ? job.handle() : handle,
        null,
        null,
        job.attempt(),
        job.created(),
        job.started() == null ? now : job.started(),
        null);
  }

  private static Job ended(
      Job job, JobState state, @Nullable Integer code, @Nullable String detail, Instant now) {
    return new Job(
        job.id(),
        job.cluster(),
        job.kind(),
        job.description(),
        state,
        job.handle(),
        code,
        detail,
        job.attempt(),
        job.created(),
        job.started(),
        now);
  }
}
