package dev.muster.core.pipeline;

import dev.muster.config.pipeline.LoadedPipeline;
import dev.muster.config.pipeline.PipelineFile;
import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.core.plan.FileHashes;
import dev.muster.core.run.Redactor;
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
import dev.muster.spi.pipeline.StepSite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs pipelines, and takes up runs that were stopped or whose Muster died. */
public final class PipelineRuns {

  /** Where this Muster runs, as a fact of a run. */
  static final String HOST = "host";

  private static final String LEDGER_PASSWORD = "MUSTER_LEDGER_PASSWORD";

  private final Services services;
  private final Ledger ledger;
  private final PipelineCatalog catalog;

  public PipelineRuns(Services services) {
    this.services = services;
    ledger = services.ledger().get();
    catalog = new PipelineCatalog(services);
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
    Pipeline pipeline = start.loaded().pipeline();
    Map<StepId, String> leftOut = start.selection().leftOut(pipeline);
    Instant now = services.clock().instant();
    RunId id = RunId.create(now, services.random());
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
      try (Launchers launchers = launchers(run, start.options(), listener, control)) {
        check(launchers, pipeline, leftOut);
        new LeftRuns(services, catalog, listener).require(run, launchers);
        ledger.write(
            tx -> {
              tx.pipelines().insert(run, records);
              return true;
            });
        return work(
            new Work(run, start.loaded(), start.options(), start.grace(), records, List.of()),
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
    requireHost(before);
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
      try (Launchers launchers = launchers(run, options, listener, control)) {
        check(launchers, loaded.pipeline(), leftOut);
        PipelineRun again = run.with(RunState.RUNNING, null, null);
        List<StepRecord> resumed = StepBoard.resume(records, leftOut);
        List<StepJob> jobs =
            ledger.write(
                tx -> {
                  tx.pipelines().update(again, lease.get());
                  tx.pipelines().putSteps(id, resumed, lease.get());
                  return tx.pipelines().jobs(id);
                });
        return work(
            new Work(again, loaded, options, grace, resumed, jobs),
            lease,
            launchers,
            listener,
            control);
      }
    }
  }

  private record Work(
      PipelineRun run,
      LoadedPipeline loaded,
      PipelineOptions options,
      Duration grace,
      List<StepRecord> records,
      List<StepJob> jobs) {}

  private End work(
      Work work,
      HeldLease lease,
      Launchers launchers,
      PipelineListener listener,
      RunControl control)
      throws InterruptedException {
    PipelineRun run = work.run();
    Pipeline pipeline = work.loaded().pipeline();
    StepBoard board = new StepBoard(pipeline, work.records());
    StepJournal journal = new StepJournal(ledger, run.id(), lease);
    Redactor redactor =
        Redactor.of(
            Redactor.names(work.loaded().secrets(), services.environment()),
            services.environment());
    try (PipelineLogs logs =
        PipelineLogs.open(services, run, pipeline, work.options(), listener, redactor)) {
      logs.started(run, board.records());
      boolean over =
          new PipelineSession(
                  run,
                  pipeline,
                  board,
                  work.jobs(),
                  journal,
                  launchers,
                  new UnchangedSteps(
                      pipeline,
                      ledger,
                      new FileHashes(ledger, services.clock()),
                      services.stores()),
                  work.options(),
                  new StepBackoff(services.random()),
                  services.clock(),
                  work.grace(),
                  environment(),
                  logs)
              .work(control);
      int code = board.exitCode();
      PipelineRun ended =
          run.with(
              !over ? RunState.INTERRUPTED : code == 0 ? RunState.COMPLETED : RunState.FAILED,
              over ? code : null,
              services.clock().instant());
      ledger.write(
          tx -> {
            tx.pipelines().update(ended, lease.get());
            return true;
          });
      logs.ended(ended, board.records());
      new PipelineReports(services, redactor).write(ended, pipeline, listener);
      return new End(ended, board.records());
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

  private Launchers launchers(
      PipelineRun run, PipelineOptions options, PipelineListener listener, RunControl control) {
    StepSite site =
        new StepSite(
            run.id(),
            run.results(),
            run.folder(),
            services.home(),
            services.environment(),
            new SparkPlace(services, options, listener, control),
            options.master(),
            services.clock(),
            control,
            listener::message);
    return new Launchers(services, options, site);
  }

  /** Steps get what Muster has, but for the key to its ledger. */
  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(services.environment());
    environment.remove(LEDGER_PASSWORD);
    return environment;
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>(services.facts().get());
    facts.removeIf(fact -> fact.name().equals(HOST));
    facts.add(0, new Fact(HOST, services.owner().host()));
    return facts;
  }

  private void requireHost(PipelineRun run) {
    String host = PipelineCatalog.host(run);
    if (!host.equals(services.owner().host())) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "run " + run.id() + " was begun on " + host + ", where its steps may still run",
          "resume it there");
    }
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
