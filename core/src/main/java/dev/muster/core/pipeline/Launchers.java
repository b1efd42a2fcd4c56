package dev.muster.core.pipeline;

import dev.muster.core.Services;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.pipeline.StepEngine;
import dev.muster.spi.pipeline.StepLauncher;
import dev.muster.spi.pipeline.StepSite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The engines at work for a run, each opened when it is first needed. */
final class Launchers implements AutoCloseable {

  private final List<StepEngine> engines;
  private final PipelineOptions options;
  private final StepSite site;
  private final Map<String, StepLauncher> open = new LinkedHashMap<>();

  Launchers(Services services, PipelineOptions options, StepSite site) {
    engines = new ArrayList<>(services.stepEngines().get());
    engines.add(new ClusterSteps(services, options.cluster(), options.packageRef()));
    this.options = options;
    this.site = site;
  }

  /** The engine that a step is to be run by. */
  String engineOf(Step step) {
    if (options.cluster() != null) {
      return ClusterSteps.NAME;
    }
    if (step.work() instanceof StepWork.Spark && takes(options.sparkEngine(), step)) {
      return options.sparkEngine();
    }
    if (step.work() instanceof StepWork.Spark) {
      return PipelineOptions.SPARK;
    }
    return engines.stream()
        .filter(engine -> engine.takes(step))
        .map(StepEngine::name)
        .findFirst()
        .orElseThrow(
            () -> new MusterException(ErrorKind.INTERNAL, "nothing runs the step " + step.id()));
  }

  private boolean takes(String name, Step step) {
    return engines.stream().anyMatch(engine -> engine.name().equals(name) && engine.takes(step));
  }

  /**
   * An engine by its name.
   *
   * @throws MusterException USAGE when there is none
   */
  synchronized StepLauncher get(String name) {
    return open.computeIfAbsent(
        name,
        key ->
            engines.stream()
                .filter(engine -> engine.name().equals(key))
                .findFirst()
                .orElseThrow(
                    () ->
                        new MusterException(
                            ErrorKind.USAGE, "there is no engine " + key + " for steps", null))
                .open(site));
  }

  /** Everything that is known to be wrong with steps before one of them is started. */
  List<Problem> check(List<Step> steps) {
    Map<String, List<Step>> byEngine = new LinkedHashMap<>();
    steps.forEach(
        step -> byEngine.computeIfAbsent(engineOf(step), name -> new ArrayList<>()).add(step));
    List<Problem> problems = new ArrayList<>();
    byEngine.forEach((name, some) -> problems.addAll(get(name).check(some)));
    return problems;
  }

  @Override
  public void close() {
    open.values().forEach(StepLauncher::close);
    open.clear();
  }
}
