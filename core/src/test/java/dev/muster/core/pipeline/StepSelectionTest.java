package dev.muster.core.pipeline;

import static dev.muster.core.pipeline.StepBoardTest.pipeline;
import static dev.muster.core.pipeline.StepBoardTest.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.StepId;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepSelectionTest {

  private static final Pipeline PIPELINE =
      pipeline(step("a"), step("b", "a"), step("c", "b"), step("x", "a"));

  @Test
  void fromTakesAllThatDependsOnIt() {
    assertThat(new StepSelection("b", List.of(), List.of()).leftOut(PIPELINE))
        .containsOnlyKeys(new StepId("a"), new StepId("x"));
  }

  @Test
  void onlyTakesJustThese() {
    assertThat(new StepSelection(null, List.of("a", "c"), List.of()).leftOut(PIPELINE))
        .containsOnlyKeys(new StepId("b"), new StepId("x"));
  }

  @Test
  void skipWinsOverBoth() {
    assertThat(new StepSelection("b", List.of(), List.of("c")).leftOut(PIPELINE))
        .containsEntry(new StepId("c"), "--skip c");
  }

  @Test
  void allUnknownStepsAreNamedAtOnce() {
    assertThatThrownBy(
            () -> new StepSelection("aa", List.of("nothing"), List.of("a")).leftOut(PIPELINE))
        .hasMessageContaining("there is no step aa")
        .hasMessageContaining("there is no step nothing");
  }
}
