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
   * @param waitsFor steps that have to end before: through those that are left out
   * @param reason for people, may be empty
   */
  public record Planned(Step step, List<StepId> waitsFor, Action action, String reason) {

    public Planned {
      waitsFor = List.copyOf(waitsFor);
    }
  }

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
    StepWaits waits = StepWaits.of(pipeline, leftOut::containsKey);
    Map<StepId, Action> actions = new HashMap<>();
    List<Planned> planned = new ArrayList<>();
    for (Step step : pipeline.steps()) {
      List<StepId> waitsFor = waits.ends(step);
      Fate fate = fate(step, leftOut.get(step.id()), running(waitsFor, actions), unchanged, fresh);
      actions.put(step.id(), fate.action());
      planned.add(new Planned(step, waitsFor, fate.action(), fate.reason()));
    }
    return new PipelinePlan(planned);
  }

  private record Fate(Action action, String reason) {}

  private static Optional<StepId> running(List<StepId> waitsFor, Map<StepId, Action> actions) {
    return waitsFor.stream().filter(id -> actions.get(id) != Action.SKIP).findFirst();
  }

  private static Fate fate(
      Step step,
      @Nullable String leftOut,
      Optional<StepId> open,
      UnchangedSteps unchanged,
      boolean fresh) {
    if (leftOut != null) {
      return new Fate(Action.SKIP, leftOut);
    }
    if (step.condition() == StepCondition.NEVER) {
      return new Fate(Action.SKIP, "when: never");
    }
    if (step.condition() == StepCondition.FAILURE) {
      return new Fate(Action.LATER, "only when what it waits for fails");
    }
    if (fresh) {
      return new Fate(Action.RUN, "--fresh");
    }
    if (!step.outputs().isEmpty() && open.isPresent()) {
      return new Fate(
          Action.LATER, "skipped if nothing has changed when " + open.get() + " has ended");
    }
    UnchangedSteps.Verdict verdict = unchanged.look(step);
    return new Fate(verdict.since() == null ? Action.RUN : Action.SKIP, verdict.reason());
  }
}
