package dev.muster.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Entrypoint;
import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.model.Params;
import dev.muster.model.Project;
import dev.muster.model.ProjectName;
import dev.muster.spi.engine.Attempt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  @Test
  void triesACrashAgainButNotAnException() {
    RetryPolicy policy = policy(2, Set.of());
    assertThat(policy.next(failed(FailureKind.CRASH, null), 1, 1)).isPresent();
    assertThat(policy.next(failed(FailureKind.RETRYABLE, null), 1, 0)).isPresent();
    assertThat(policy.next(failed(FailureKind.INPUT_CHANGED, null), 1, 0)).isPresent();
    assertThat(policy.next(failed(FailureKind.EXCEPTION, "ValueError"), 1, 0)).isEmpty();
    assertThat(policy.next(failed(FailureKind.TIMEOUT, null), 1, 0)).isEmpty();
    assertThat(policy.next(failed(FailureKind.REVOKED, null), 1, 0)).isEmpty();
  }

  @Test
  void triesAgainWhatTheProjectNames() {
    RetryPolicy policy = policy(2, Set.of("timeout", "OSError"));
    assertThat(policy.next(failed(FailureKind.TIMEOUT, null), 1, 0)).isPresent();
    assertThat(policy.next(failed(FailureKind.EXCEPTION, "ConnectionError,OSError"), 1, 0))
        .isPresent();
    assertThat(policy.next(failed(FailureKind.EXCEPTION, "ValueError"), 1, 0)).isEmpty();
  }

  @Test
  void stopsAfterTheRetriesAndAfterThreeCrashes() {
    assertThat(policy(2, Set.of()).next(failed(FailureKind.CRASH, null), 2, 2)).isPresent();
    assertThat(policy(2, Set.of()).next(failed(FailureKind.CRASH, null), 3, 2)).isEmpty();
    assertThat(policy(9, Set.of()).next(failed(FailureKind.CRASH, null), 3, 3)).isEmpty();
    assertThat(policy(0, Set.of()).next(failed(FailureKind.CRASH, null), 1, 1)).isEmpty();
  }

  @Test
  void waitsLongerEachTimeButNeverOverHalfAMinute() {
    RetryPolicy policy = policy(100, Set.of());
    for (int attempts = 1; attempts < 100; attempts++) {
      Duration backoff =
          policy.next(failed(FailureKind.RETRYABLE, null), attempts, 0).orElseThrow();
      assertThat(backoff).isBetween(Duration.ofMillis(250), Duration.ofSeconds(30));
    }
    assertThat(policy.next(failed(FailureKind.RETRYABLE, null), 7, 0).orElseThrow())
        .isGreaterThan(policy.next(failed(FailureKind.RETRYABLE, null), 1, 0).orElseThrow());
  }

  private static RetryPolicy policy(int retries, Set<String> retryOn) {
    return new RetryPolicy(
        new Project(
            new ProjectName("p"),
            Path.of("/p"),
            Project.Form.NATIVE,
            List.of(),
            null,
            new Entrypoint.Command(List.of("true"), null),
            List.of(Params.NONE),
            null,
            null,
            Map.of(),
            List.of(),
            List.of(),
            null,
            retries,
            retryOn,
            0,
            0,
            1,
            null,
            Map.of()),
        new Random(7));
  }

  private static Attempt failed(FailureKind kind, String exception) {
    return new Attempt(
        Instant.EPOCH,
        Instant.EPOCH,
        1,
        null,
        new Failure(kind, "it failed", null),
        exception,
        null);
  }
}
