package dev.muster.core.chain;

import dev.muster.config.chain.ChainElement;
import dev.muster.config.chain.ElementWork.PipelineWork;
import dev.muster.config.pipeline.LoadedPipeline;
import dev.muster.config.pipeline.PipelineFile;
import dev.muster.config.pipeline.PipelineRequest;
import dev.muster.core.Services;
import dev.muster.core.pipeline.PipelineOptions;
import dev.muster.core.pipeline.PipelineRuns;
import dev.muster.core.pipeline.StepSelection;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From an element of a chain to a run of a pipeline. */
final class PipelineElement {

  private final Services services;
  private final ChainRequest request;

  PipelineElement(Services services, ChainRequest request) {
    this.services = services;
    this.request = request;
  }

  /**
   * What would be run.
   *
   * @param leftOut how many steps are not taken
   */
  record Prepared(PipelineRuns.Start start, int leftOut) {

    /** Whether no step is left. */
    boolean nothing() {
      return leftOut == start.loaded().pipeline().steps().size();
    }
  }

  /**
   * Reads the pipeline of an element, and chooses its steps.
   *
   * @throws ProblemsException with all that is wrong with the file, or with the names of steps
   */
  Prepared prepare(ChainElement element, PipelineWork work, Duration grace) {
    PipelineOptions options = options(work);
    LoadedPipeline loaded = PipelineFile.load(work.file(), options.reading());
    StepSelection selection = selection(element, work, loaded.pipeline());
    PipelineRuns.Start start =
        new PipelineRuns.Start(
            loaded, options, selection, work.results(), grace, command(work, selection));
    return new Prepared(start, selection.leftOut(loaded.pipeline()).size());
  }

  /** Steps that are left out of a run that is taken up: none besides those from before. */
  StepSelection again() {
    return StepSelection.ALL;
  }

  private PipelineOptions options(PipelineWork work) {
    Path home = work.sparkHome();
    Duration interval = work.logInterval();
    return new PipelineOptions(
        new PipelineRequest(
            request.working(),
            work.entrypoint(),
            work.mainClass(),
            work.strictArguments(),
            work.variables(),
            work.cluster() == null ? services.environment().getOrDefault("PATH", "") : null),
        work.cluster(),
        null,
        work.master(),
        home == null ? null : home.toString(),
        work.sparkVersion(),
        work.reuseSession() ? PipelineOptions.SESSION : PipelineOptions.SPARK,
        work.parallel(),
        work.fresh(),
        work.logsTo(),
        interval == null ? PipelineOptions.LOG_INTERVAL : interval);
  }

  private StepSelection selection(ChainElement element, PipelineWork work, Pipeline pipeline) {
    List<String> wanted = request.subset().isEmpty() ? element.testSubset() : request.subset();
    Map<String, String> others = new LinkedHashMap<>();
    if (!wanted.isEmpty()) {
      Set<String> taken = named(pipeline, wanted);
      for (Step step : pipeline.steps()) {
        if (!taken.contains(step.id().value())) {
          others.put(step.id().value(), "not in the test subset");
        }
      }
    }
    if (element.skipExisting()) {
      Set<StepId> done =
          services.ledger().get().read(tx -> tx.pipelines().completed(pipeline.file()));
      done.forEach(step -> others.putIfAbsent(step.value(), "it was done once"));
    }
    return new StepSelection(work.from(), work.only(), work.skip(), others);
  }

  /**
   * The ids of steps that are named by id or by place.
   *
   * @throws ProblemsException NOT_FOUND naming all that are not there
   */
  private static Set<String> named(Pipeline pipeline, List<String> wanted) {
    List<String> ids = pipeline.steps().stream().map(step -> step.id().value()).toList();
    Set<String> taken = new LinkedHashSet<>();
    List<Problem> problems = new ArrayList<>();
    for (String each : wanted) {
      if (ids.contains(each)) {
        taken.add(each);
      } else if (each.matches("[0-9]{1,9}") && Integer.parseInt(each) < ids.size()) {
        taken.add(ids.get(Integer.parseInt(each)));
      } else {
        problems.add(
            Problem.of(
                "the test subset names step " + each + ", which is not there",
                "pipeline "
                    + pipeline.name()
                    + " has "
                    + ids.size()
                    + " steps, places from 0 to "
                    + (ids.size() - 1)
                    + ": "
                    + ids.stream().limit(10).collect(Collectors.joining(", "))
                    + (ids.size() > 10 ? ", …" : "")));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.NOT_FOUND, problems);
    }
    return taken;
  }

  /** The command line that does the same without the chain. */
  private static List<String> command(PipelineWork work, StepSelection selection) {
    List<String> words =
        new ArrayList<>(List.of("muster", "pipeline", "run", work.file().toString()));
    add(words, "--entrypoint", work.entrypoint());
    add(words, "--class", work.mainClass());
    if (work.strictArguments()) {
      words.add("--strict-args");
    }
    new TreeMap<>(work.variables())
        .forEach((name, value) -> words.addAll(List.of("--variable", name + ":" + value)));
    add(words, "--from", work.from());
    work.only().forEach(step -> add(words, "--only", step));
    work.skip().forEach(step -> add(words, "--skip", step));
    selection.others().keySet().forEach(step -> add(words, "--skip", step));
    add(words, "--cluster", work.cluster());
    add(words, "--master", work.master());
    add(words, "--spark-home", work.sparkHome());
    add(words, "--spark-version", work.sparkVersion());
    if (work.reuseSession()) {
      words.add("--reuse-session");
    }
    if (work.parallel() > 1) {
      add(words, "--parallel", work.parallel());
    }
    if (work.fresh()) {
      words.add("--fresh");
    }
    add(words, "--results", work.results());
    add(words, "--logs-to", work.logsTo());
    Duration interval = work.logInterval();
    add(words, "--log-interval", interval == null ? null : interval.toSeconds() + "s");
    return words;
  }

  private static void add(List<String> words, String option, @Nullable Object value) {
    if (value != null) {
      words.addAll(List.of(option, value.toString()));
    }
  }

  /** What went wrong, in a few words. */
  static String failures(PipelineRuns.End end) {
    return end.steps().stream()
        .filter(step -> step.state() == StepState.FAILED)
        .findFirst()
        .map(PipelineElement::failure)
        .orElse("its run failed");
  }

  private static String failure(StepRecord step) {
    return "step "
        + step.id()
        + ": "
        + (step.cause() == null ? step.reason() : step.cause().summary());
  }
}
