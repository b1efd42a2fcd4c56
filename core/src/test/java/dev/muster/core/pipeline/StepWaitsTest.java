package dev.muster.core.pipeline;

import static dev.muster.core.pipeline.StepBoardTest.pipeline;
import static dev.muster.core.pipeline.StepBoardTest.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepCondition;
import dev.muster.model.pipeline.StepId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepWaitsTest {

  private static final Step A = step("a");
  private static final Step LAST = step("last", "b", "c");

  private static List<String> words(List<StepId> ids) {
    return ids.stream().map(StepId::value).toList();
  }

  private static StepWaits waits(Pipeline pipeline, String... skipped) {
    return StepWaits.of(pipeline, id -> Set.of(skipped).contains(id.value()));
  }

  @Test
  void withoutGapsTheyAreWhatStepsSay() {
    StepWaits waits = waits(pipeline(A, step("b", "a"), step("c", "a"), LAST));

    assertThat(words(waits.ends(LAST))).containsExactly("b", "c");
    assertThat(words(waits.needs(LAST))).containsExactly("b", "c");
    assertThat(waits.ends(A)).isEmpty();
  }

  @Test
  void leadThroughAnyNumberOfGapsAndNameEachStepOnce() {
    StepWaits waits = waits(pipeline(A, step("b", "a"), step("c", "b", "a"), LAST), "b", "c");

    assertThat(words(waits.ends(LAST))).containsExactly("a");
    assertThat(words(waits.needs(LAST))).containsExactly("a");
  }

  @Test
  void aStepForFailuresIsWaitedThroughButFailuresAreNotMinded() {
    Step repair = step("c", StepCondition.FAILURE, "a");
    StepWaits waits = waits(pipeline(A, step("b"), repair, LAST), "c");

    assertThat(words(waits.ends(LAST))).containsExactly("b", "a");
    assertThat(words(waits.needs(LAST))).containsExactly("b", "c");
  }
}
