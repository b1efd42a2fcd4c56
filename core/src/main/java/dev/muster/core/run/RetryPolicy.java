package dev.muster.core.run;

import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.model.Project;
import dev.muster.spi.engine.Attempt;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether a failed attempt is followed by another one, and when. Crashed workers and what a task
 * itself declared retryable are tried again; an exception, a timeout, too much memory only when the
 * project's {@code retry_on} names it.
 */
final class RetryPolicy {

  /** A task that killed its worker so often is not given another one. */
  static final int MAX_CRASHES = 3;

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

  private final Project project;
  private final RandomGenerator random;

  RetryPolicy(Project project, RandomGenerator random) {
    this.project = project;
    this.random = random;
  }

  /**
   * The backoff before the next attempt; empty when this failure is final.
   *
   * @param attempts made so far
   * @param crashes of workers under this task so far
   */
  Optional<Duration> next(Attempt attempt, int attempts, int crashes) {
    Failure failure = attempt.failure();
    if (failure == null || attempts > project.retries() || crashes >= MAX_CRASHES) {
      return Optional.empty();
    }
    return retryable(failure.kind(), attempt.exception())
        ? Optional.of(backoff(attempts))
        : Optional.empty();
  }

  private boolean retryable(FailureKind kind, @Nullable String exception) {
    return switch (kind) {
      case REVOKED, STOPPED, QUARANTINED, RESULT_TOO_LARGE, BAD_RESULT -> false;
      case RETRYABLE, CRASH, INPUT_CHANGED, INPUT_UNAVAILABLE -> true;
      case EXCEPTION, EXIT, TIMEOUT, MEMORY ->
          project.retryOn().contains(kind.name().toLowerCase(Locale.ROOT))
              || (exception != null
                  && Arrays.stream(exception.split(",")).anyMatch(project.retryOn()::contains));
    };
  }

  /** Doubles with each attempt, with jitter so that failures that came together part. */
  private Duration backoff(int attempts) {
    long full =
        Math.min(
            LONGEST_BACKOFF.toMillis(),
            FIRST_BACKOFF.toMillis() << Math.min(attempts - 1, Short.SIZE));
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }
}
