package dev.muster.core.pipeline;

import dev.muster.config.pipeline.LoadedPipeline;
import dev.muster.config.pipeline.PipelineFile;
import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.core.run.ResultsFolder;
import dev.muster.core.run.RunControl;
import dev.muster.model.Fact;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.ledger.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs pipelines, and takes up runs that were stopped or whose Muster died. */
public final class PipelineRuns {

  private final Services services;
  private final Ledger ledger;
  private final PipelineCatalog catalog;
  private final PipelineWork work;

  public PipelineRuns(Services services) {
    this.services = services;
    ledger = services.ledger().get();
    catalog = new PipelineCatalog(services);
    work = new PipelineWork(services);
  }

  /**
   * A run that is to begin.
   *
   * @param loaded what is run
   * @param options how
   * @param selection which steps
   * @param results the folder of runs; null for {@code results} beside the pipeline file
   * @param grace how long steps have to end when the user stops them at once
   * @param command the command line, as arguments without secrets
   */
  public record Start(
      LoadedPipeline loaded,
      PipelineOptions options,
      StepSelection selection,
      @Nullable Path results,
      Duration grace,
      List<String> command) {}

  /**
   * How a run stands when this Muster lets go of it.
   *
   * @param run the run; its exit code is 0, 1, 2, or null when it was stopped
   * @param steps where they stand
   */
  public record End(PipelineRun run, List<StepRecord> steps) {}

  /**
   * Runs a pipeline to its end, or until the user stops it.
   *
   * @throws MusterException CONFLICT while the same pipeline runs, or what is left of it does
   * @throws ProblemsException everything that keeps its steps from being run
   */
  public End run(Start start, PipelineListener listener, RunControl control)
      throws InterruptedException {
    RunId id = RunId.create(services.clock().instant(), services.random());
    return run(id, start, listener, control);
  }

  /**
   * The same under an id that was made before, for one who has to know it beforehand.
   *
   * @param id one that no run has
   */
  public End run(RunId id, Start start, PipelineListener listener, RunControl control)
      throws InterruptedException {
    Pipeline pipeline = start.loaded().pipeline();
    Map<StepId, String> leftOut = start.selection().leftOut(pipeline);
    Instant now = services.clock().instant();
    Path below = start.results();
    Path results =
        (below == null ? beside(pipeline) : below).toAbsolutePath().normalize().resolve(id.value());
    PipelineRun run =
        new PipelineRun(
            id,
            pipeline.name(),
            pipeline.file(),
            pipeline.folder(),
            results,
            RunState.RUNNING,
            null,
            now,
            null,
            start.command(),
            start.options().json(),
            facts());
    ResultsFolder folder = new ResultsFolder(results);
    folder.prepare();
    List<StepRecord> records = StepBoard.begin(pipeline, leftOut);
    try (HeldLease lease = HeldLease.of(services, run.resource(), "run " + id + " is at work")) {
      try (Launchers launchers = work.launchers(run, start.options(), listener, control)) {
        check(launchers, pipeline, leftOut);
        new LeftRuns(services, catalog, listener).require(run, launchers);
        ledger.write(
            tx -> {
              tx.pipelines().insert(run, records);
              return true;
            });
        return work.work(
            new PipelineWork.Task(
                run, start.loaded(), start.options(), start.grace(), records, List.of()),
            lease,
            launchers,
            listener,
            control);
      } catch (MusterException e) {
        if (ledger.read(tx -> tx.pipelines().find(id)).isEmpty()) {
          folder.discard();
        }
        throw e;
      }
    }
  }

  /**
   * Takes up a run: what is done stays, what runs is taken over, the rest is run.
   *
   * @param parallel steps at once; 0 as before
   * @param selection steps that are left out from now on
   * @throws MusterException CONFLICT while its Muster lives, when it has ended well, when the
   *     pipeline has other steps by now, or when another machine ran it
   */
  public End resume(
      RunId id,
      StepSelection selection,
      int parallel,
      Duration grace,
      PipelineListener listener,
      RunControl control)
      throws InterruptedException {
    PipelineRun before = catalog.require(id.value());
    if (before.state() == RunState.COMPLETED) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "run " + id + " has ended: nothing is left to do",
          "muster pipeline run " + before.file());
    }
    PipelineCatalog.requireHost(before, services);
    PipelineOptions kept =
        PipelineOptions.parse(before.options(), services.environment().get("PATH"));
    PipelineOptions options = parallel == 0 ? kept : kept.with(parallel);
    LoadedPipeline loaded = PipelineFile.load(before.file(), options.reading());
    Map<StepId, String> leftOut = selection.leftOut(loaded.pipeline());
    try (HeldLease lease =
        HeldLease.of(services, before.resource(), "run " + id + " is at work elsewhere")) {
      PipelineRun run = catalog.require(id.value());
      List<StepRecord> records = ledger.read(tx -> tx.pipelines().steps(id));
      requireSameSteps(run, loaded.pipeline(), records);
      try (Launchers launchers = work.launchers(run, options, listener, control)) {
        check(launchers, loaded.pipeline(), leftOut);
        PipelineRun again = run.with(RunState.RUNNING, null, null);
        List<StepRecord> resumed = StepBoard.resume(records, leftOut);
        List<StepJob> jobs =
            ledger.write(
                tx -> {
                  tx.pipelines().update(again, lease.get());
                  tx.pipelines().putSteps(id, resumed, lease.get());
                  tx.cancels().clear(again.resource());
                  return tx.pipelines().jobs(id);
                });
        return work.work(
            new PipelineWork.Task(again, loaded, options, grace, resumed, jobs),
            lease,
            launchers,
            listener,
            control);
      }
    }
  }

  private static void check(Launchers launchers, Pipeline pipeline, Map<StepId, String> leftOut) {
    List<Step> wanted =
        pipeline.steps().stream().filter(step -> !leftOut.containsKey(step.id())).toList();
    List<Problem> problems = launchers.check(wanted);
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.UNAVAILABLE, problems);
    }
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>(services.facts().get());
    facts.removeIf(fact -> fact.name().equals(PipelineCatalog.HOST));
    facts.add(0, new Fact(PipelineCatalog.HOST, services.owner().host()));
    return facts;
  }

  private static void requireSameSteps(
      PipelineRun run, Pipeline pipeline, List<StepRecord> records) {
    List<StepId> now = pipeline.steps().stream().map(Step::id).toList();
    List<StepId> then = records.stream().map(StepRecord::id).toList();
    if (!now.equals(then)) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "the steps of "
              + run.file()
              + " are not those of run "
              + run.id()
              + " any more: "
              + now.size()
              + " now, "
              + then.size()
              + " then, or in another order",
          "begin anew: muster pipeline run " + run.file());
    }
  }

  private static Path beside(Pipeline pipeline) {
    Path parent = pipeline.file().getParent();
    return (parent == null ? pipeline.folder() : parent).resolve("results");
  }
}
