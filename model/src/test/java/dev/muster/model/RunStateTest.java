package dev.muster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole state machine: what is not in the table cannot happen. */
class RunStateTest {

  private static final Map<RunState, Map<RunEvent, RunState>> TABLE =
      new EnumMap<>(
          Map.of(
              RunState.RUNNING,
              Map.of(
                  RunEvent.RESUMED, RunState.RUNNING,
                  RunEvent.STOPPED, RunState.INTERRUPTED,
                  RunEvent.CANCELLED_BY_USER, RunState.CANCELLED,
                  RunEvent.ALL_SUCCEEDED, RunState.COMPLETED,
                  RunEvent.SOME_FAILED, RunState.FAILED),
              RunState.INTERRUPTED,
              Map.of(
                  RunEvent.RESUMED, RunState.RUNNING,
                  RunEvent.DELETED_BY_USER, RunState.DELETED),
              RunState.CANCELLED,
              Map.of(
                  RunEvent.RESUMED, RunState.RUNNING,
                  RunEvent.DELETED_BY_USER, RunState.DELETED),
              RunState.COMPLETED,
              Map.of(RunEvent.DELETED_BY_USER, RunState.DELETED),
              RunState.FAILED,
              Map.of(
                  RunEvent.RESUMED, RunState.RUNNING,
                  RunEvent.DELETED_BY_USER, RunState.DELETED),
              RunState.DELETED,
              Map.of(RunEvent.DELETED_BY_USER, RunState.DELETED)));

  @ParameterizedTest
  @EnumSource
  void takesTheEventsOfTheTableAndNoOthers(RunState state) {
    for (RunEvent event : RunEvent.values()) {
      RunState next = TABLE.get(state).get(event);
      if (next == null) {
        assertThatThrownBy(() -> state.on(event))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(state.name())
            .hasMessageContaining(event.name());
      } else {
        assertThat(state.on(event)).isEqualTo(next);
      }
    }
  }
}
