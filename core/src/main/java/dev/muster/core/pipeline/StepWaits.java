package dev.muster.core.pipeline;

import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepCondition;
import dev.muster.model.pipeline.StepId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What each step waits for. One that is left out does not wait itself: those behind it wait for
 * what it would have waited for, so that the order of the others stays.
 *
 * @param ends what has to have ended before a step, by step
 * @param needs what must not have failed, by step
 */
record StepWaits(Map<StepId, List<StepId>> ends, Map<StepId, List<StepId>> needs) {

  /**
   * Of a run.
   *
   * @param skipped whether a step is skipped when the run begins
   */
  static StepWaits of(Pipeline pipeline, Predicate<StepId> skipped) {
    return new StepWaits(
        through(pipeline, step -> isLeftOut(step, skipped)),
        through(pipeline, step -> isLeftOut(step, skipped) && !mindsNoFailure(step)));
  }

  private static boolean isLeftOut(Step step, Predicate<StepId> skipped) {
    return skipped.test(step.id()) || step.condition() == StepCondition.NEVER;
  }

  /** What is behind it is done also when what it waits for fails. */
  private static boolean mindsNoFailure(Step step) {
    return step.condition() == StepCondition.FAILURE || step.condition() == StepCondition.ALWAYS;
  }

  private static Map<StepId, List<StepId>> through(Pipeline pipeline, Predicate<Step> passed) {
    Set<StepId> open = new HashSet<>();
    Map<StepId, List<StepId>> waits = new HashMap<>();
    for (Step step : pipeline.steps()) {
      Set<StepId> all = new LinkedHashSet<>();
      for (StepId id : step.dependsOn()) {
        if (open.contains(id)) {
          all.addAll(Objects.requireNonNull(waits.get(id)));
        } else {
          all.add(id);
        }
      }
      waits.put(step.id(), List.copyOf(all));
      if (passed.test(step)) {
        open.add(step.id());
      }
    }
    return waits;
  }

  /** What has to have ended before a step. */
  List<StepId> ends(Step step) {
    return Objects.requireNonNull(ends.get(step.id()));
  }

  /** What must not have failed before a step. */
  List<StepId> needs(Step step) {
    return Objects.requireNonNull(needs.get(step.id()));
  }
}
