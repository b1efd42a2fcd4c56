package dev.muster.core.job;

import dev.muster.model.Job;
import dev.muster.model.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a head says that a job stands; pure.
 *
 * @param kind the word
 * @param attempt of which it is said, 0 when none is
 * @param handle process and start of it, or the id of its application on YARN, null when there is
 *     none
 * @param exitCode null when it has not ended
 * @param stopped {@code timeout} or {@code cancelled}, null for neither
 * @param again whether an attempt that was lost may be followed by another
 */
record JobSighting(
    Kind kind,
    int attempt,
    @Nullable String handle,
    @Nullable Integer exitCode,
    @Nullable String stopped,
    boolean again) {

  /** A job whose cluster is gone. */
  static final JobSighting GONE = of(Kind.ABSENT, 0);

  /** What ids of YARN begin with. */
  private static final String APPLICATION = "application_";

  private static final int SIGNALLED = 128;

  /** What a shell, and a Java, says of an end by HUP, KILL or TERM. */
  private static final Set<Integer> SIGNALS = Set.of(SIGNALLED + 1, SIGNALLED + 9, SIGNALLED + 15);

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
    List<String> said = new ArrayList<>(List.of(text.strip().split(" +", 8)));
    String application =
        said.stream().filter(word -> word.startsWith(APPLICATION)).findFirst().orElse(null);
    said.removeIf(word -> word.startsWith(APPLICATION));
    String[] words = said.toArray(String[]::new);
    if (words[0].equals("absent")) {
      return Optional.of(GONE);
    }
    if (words.length < 2 || !words[1].matches("[1-9][0-9]{0,3}")) {
      return Optional.empty();
    }
    int attempt = Integer.parseInt(words[1]);
    return switch (words[0]) {
      case "waiting" -> Optional.of(of(Kind.WAITING, attempt));
      case "starting" -> Optional.of(of(Kind.STARTING, attempt));
      case "lost" ->
          Optional.of(
              new JobSighting(
                  Kind.LOST,
                  attempt,
                  null,
                  null,
                  null,
                  words.length == 3 && words[2].equals("again")));
      case "running" ->
          words.length == 4
              ? Optional.of(
                  new JobSighting(
                      Kind.RUNNING,
                      attempt,
                      application == null ? words[2] + ":" + words[3] : application,
                      null,
                      null,
                      false))
              : Optional.empty();
      case "ended" ->
          words.length >= 3 && words[2].matches("[0-9]{1,3}")
              ? Optional.of(
                  new JobSighting(
                      Kind.ENDED,
                      attempt,
                      application,
                      Integer.valueOf(words[2]),
                      words.length > 3 ? words[3] : null,
                      false))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static JobSighting of(Kind kind, int attempt) {
    return new JobSighting(kind, attempt, null, null, null, false);
  }

  /**
   * What is now known of a job.
   *
   * @param abandoned whether nobody is handing it over any more
   */
  Job after(Job job, Instant now, boolean abandoned) {
    if (kind != Kind.ABSENT && attempt < job.attempt()) {
      return job; // it was seen before a later attempt began
    }
    return switch (kind) {
      case ABSENT -> absent(job, now, abandoned);
      case WAITING -> with(job, JobState.SUBMITTED, now);
      case STARTING, RUNNING -> with(job, JobState.RUNNING, now);
      case LOST -> lost(job, now);
      case ENDED -> ended(job, now);
    };
  }

  private Job absent(Job job, Instant now, boolean abandoned) {
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

  /** One that may be begun again stays as it is until it was. */
  private Job lost(Job job, Instant now) {
    if (job.state() == JobState.CANCEL_PENDING) {
      return ended(job, JobState.CANCELLED, null, null, now);
    }
    return again
        ? job
        : ended(job, JobState.FAILED, null, "its host lost it: nobody knows how it ended", now);
  }

  private Job ended(Job job, Instant now) {
    int code = exitCode == null ? 1 : exitCode;
    if ("cancelled".equals(stopped)) {
      return ended(job, JobState.CANCELLED, code, null, now);
    }
    if ("timeout".equals(stopped)) {
      return ended(job, JobState.FAILED, code, "it took longer than its time limit", now);
    }
    if (SIGNALS.contains(code)) {
      return ended(
          job,
          JobState.FAILED,
          code,
          "its driver was ended by signal " + (code - SIGNALLED) + ", which nobody here asked for",
          now);
    }
    return code == 0
        ? ended(job, JobState.COMPLETED, 0, null, now)
        : ended(job, JobState.FAILED, code, "its driver ended with " + code, now);
  }

  private Job with(Job job, JobState state, Instant now) {
    boolean later = attempt(job) > job.attempt();
    return new Job(
        job.id(),
        job.cluster(),
        job.kind(),
        job.description(),
        job.state() == JobState.CANCEL_PENDING ? job.state() : state,
        handle == null && !later ? job.handle() : handle,
        null,
        null,
        attempt(job),
        job.created(),
        job.started() == null || later ? now : job.started(),
        null);
  }

  private Job ended(
      Job job, JobState state, @Nullable Integer code, @Nullable String detail, Instant now) {
    boolean later = attempt(job) > job.attempt();
    return new Job(
        job.id(),
        job.cluster(),
        job.kind(),
        job.description(),
        state,
        handle != null ? handle : later ? null : job.handle(),
        code,
        detail,
        attempt(job),
        job.created(),
        later ? null : job.started(),
        now);
  }

  /** The ledger takes no later attempt of a job that is to be cancelled. */
  private int attempt(Job job) {
    return job.state() == JobState.CANCEL_PENDING
        ? job.attempt()
        : Math.max(attempt, job.attempt());
  }
}
