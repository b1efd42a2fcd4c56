package dev.muster.core.pipeline;

import dev.muster.core.Services;
import dev.muster.core.plan.FileHashes;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepCondition;
import dev.muster.model.pipeline.StepId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a pipeline would do, before it does anything.
 *
 * @param steps in the order of the pipeline
 */
public record PipelinePlan(List<Planned> steps) {

  /** What will become of a step. */
  public enum Action {
    RUN,
    SKIP,
    /** It turns out when what it waits for has ended. */
    LATER
  }

  /**
   * A step and what will become of it.
   *
   * @param reason for people, may be empty
   */
  public record Planned(Step step, Action action, String reason) {}

  public PipelinePlan {
    steps = List.copyOf(steps);
  }

  /**
   * Plans a run; starts nothing and writes nothing but hashes of files.
   *
   * @param packageRef the package that steps are run with, with its release; null for none
   * @param fresh whether every step is run, also one that was done before
   * @throws dev.muster.spi.ProblemsException NOT_FOUND for steps that are none
   */
  public static PipelinePlan of(
      Services services,
      Pipeline pipeline,
      @Nullable String packageRef,
      StepSelection selection,
      boolean fresh) {
    UnchangedSteps unchanged =
        new UnchangedSteps(
            pipeline,
            packageRef,
            services.ledger().get(),
            new FileHashes(services.ledger().get(), services.clock()),
            services.stores());
    Map<StepId, String> leftOut = selection.leftOut(pipeline);
    Map<StepId, Action> actions = new HashMap<>();
    List<Planned> planned = new ArrayList<>();
    for (Step step : pipeline.steps()) {
      Planned next = plan(step, leftOut, actions, unchanged, fresh);
      actions.put(step.id(), next.action());
      planned.add(next);
    }
    return new PipelinePlan(planned);
  }

  private static Planned plan(
      Step step,
      Map<StepId, String> leftOut,
      Map<StepId, Action> actions,
      UnchangedSteps unchanged,
      boolean fresh) {
    String left = leftOut.get(step.id());
    if (left != null) {
      return new Planned(step, Action.SKIP, left);
    }
    if (step.condition() == StepCondition.NEVER) {
      return new Planned(step, Action.SKIP, "when: never");
    }
    if (step.condition() == StepCondition.FAILURE) {
      return new Planned(step, Action.LATER, "only when what it waits for fails");
    }
    if (fresh) {
      return new Planned(step, Action.RUN, "--fresh");
    }
    Optional<StepId> open =
        step.dependsOn().stream().filter(id -> actions.get(id) != Action.SKIP).findFirst();
    if (!step.outputs().isEmpty() && open.isPresent()) {
      return new Planned(
          step, Action.LATER, "skipped if nothing has changed when " + open.get() + " has ended");
    }
    UnchangedSteps.Verdict verdict = unchanged.look(step);
    return new Planned(step, verdict.since() == null ? Action.RUN : Action.SKIP, verdict.reason());
  }
}
