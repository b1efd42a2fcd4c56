package dev.muster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole state machine: what is not in the table cannot happen. */
class ClusterStateTest {

  private static final Map<ClusterState, Map<ClusterEvent, ClusterState>> TABLE =
      new EnumMap<>(
          Map.of(
              ClusterState.CREATING,
              Map.of(
                  ClusterEvent.PREPARED, ClusterState.READY,
                  ClusterEvent.KILL, ClusterState.DELETING),
              ClusterState.READY,
              Map.of(
                  ClusterEvent.STOPPED, ClusterState.STOPPED,
                  ClusterEvent.STARTED, ClusterState.READY,
                  ClusterEvent.KILL, ClusterState.DELETING),
              ClusterState.STOPPED,
              Map.of(
                  ClusterEvent.STOPPED, ClusterState.STOPPED,
                  ClusterEvent.STARTED, ClusterState.READY,
                  ClusterEvent.KILL, ClusterState.DELETING),
              ClusterState.DELETING,
              Map.of(
                  ClusterEvent.KILL, ClusterState.DELETING,
                  ClusterEvent.GONE, ClusterState.DELETED),
              ClusterState.DELETED,
              Map.of()));

  @ParameterizedTest
  @EnumSource
  void takesTheEventsOfTheTableAndNoOthers(ClusterState state) {
    for (ClusterEvent event : ClusterEvent.values()) {
      ClusterState next = TABLE.get(state).get(event);
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
