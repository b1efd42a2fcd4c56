package dev.muster.core.chain;

import static dev.muster.model.chain.ElementKind.MAP;
import static dev.muster.model.chain.ElementKind.PIPELINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.RunState;
import dev.muster.model.chain.ElementKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgainTest {

  @ParameterizedTest
  @EnumSource
  void whatTheLedgerDoesNotKnowIsBegunAndWhatWasBrokenOffGoesOn(ElementKind kind) {
    assertThat(Again.of(kind, null, true, false)).isEqualTo(Again.START);
    assertThat(Again.of(kind, RunState.DELETED, true, false)).isEqualTo(Again.START);
    for (RunState state : List.of(RunState.RUNNING, RunState.INTERRUPTED, RunState.CANCELLED)) {
      assertThat(Again.of(kind, state, true, false)).isEqualTo(Again.RESUME);
      assertThat(Again.of(kind, state, false, true)).isEqualTo(Again.RESUME);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatEndedWellBehindTheBackOfTheChainIsDone(ElementKind kind) {
    assertThat(Again.of(kind, RunState.COMPLETED, true, false)).isEqualTo(Again.DONE);
    assertThat(Again.of(kind, RunState.COMPLETED, true, true))
        .as("its results could not be saved, for instance")
        .isEqualTo(Again.START);
  }

  @Test
  void aFailureIsRepairedUnlessItDoesNotMatter() {
    assertThat(Again.of(PIPELINE, RunState.FAILED, true, true)).isEqualTo(Again.RESUME);
    assertThat(Again.of(PIPELINE, RunState.FAILED, true, false)).isEqualTo(Again.RESUME);
    assertThat(Again.of(MAP, RunState.FAILED, true, true)).isEqualTo(Again.START);
    assertThat(Again.of(MAP, RunState.FAILED, false, false)).isEqualTo(Again.PASS);
    assertThat(Again.of(PIPELINE, RunState.FAILED, false, false)).isEqualTo(Again.PASS);
  }
}
