package dev.muster.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which state may be written over which. */
class JobStateTest {

  private static final Map<JobState, Set<JobState>> TABLE =
      new EnumMap<>(
          Map.of(
              JobState.PENDING,
              Set.of(
                  JobState.SUBMITTED,
                  JobState.RUNNING,
                  JobState.COMPLETED,
                  JobState.FAILED,
                  JobState.CANCEL_PENDING,
                  JobState.CANCELLED),
              JobState.SUBMITTED,
              Set.of(
                  JobState.RUNNING,
                  JobState.COMPLETED,
                  JobState.FAILED,
                  JobState.CANCEL_PENDING,
                  JobState.CANCELLED),
              JobState.RUNNING,
              Set.of(
                  JobState.COMPLETED, JobState.FAILED, JobState.CANCEL_PENDING, JobState.CANCELLED),
              JobState.CANCEL_PENDING,
              Set.of(JobState.CANCELLED, JobState.COMPLETED, JobState.FAILED),
              JobState.COMPLETED,
              Set.of(),
              JobState.FAILED,
              Set.of(),
              JobState.CANCELLED,
              Set.of()));

  @ParameterizedTest
  @EnumSource
  void mayBecomeWhatTheTableSays(JobState state) {
    for (JobState next : JobState.values()) {
      assertThat(state.mayBecome(next))
          .as(state + " to " + next)
          .isEqualTo(TABLE.get(state).contains(next));
    }
    assertThat(state.isFinal()).isEqualTo(TABLE.get(state).isEmpty());
  }
}
