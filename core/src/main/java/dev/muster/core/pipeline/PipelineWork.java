package dev.muster.core.pipeline;

import dev.muster.config.pipeline.LoadedPipeline;
import dev.muster.core.CancelWatch;
import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.core.plan.FileHashes;
import dev.muster.core.run.Redactor;
import dev.muster.core.run.RunControl;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.pipeline.StepSite;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Works on a run of a pipeline under its lease, writes how it ended, and has it reported. */
final class PipelineWork {

  private static final String LEDGER_PASSWORD = "MUSTER_LEDGER_PASSWORD";

  private final Services services;
  private final Ledger ledger;

  PipelineWork(Services services) {
    this.services = services;
    ledger = services.ledger().get();
  }

  /**
   * What is worked on.
   *
   * @param grace how long steps have to end when they are to end at once
   * @param records where steps stand
   * @param jobs attempts that were made before
   */
  record Task(
      PipelineRun run,
      LoadedPipeline loaded,
      PipelineOptions options,
      Duration grace,
      List<StepRecord> records,
      List<StepJob> jobs) {}

  /** The engines for a run. */
  Launchers launchers(
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

  /** Works until every step has ended or the user stops it. */
  PipelineRuns.End work(
      Task task,
      HeldLease lease,
      Launchers launchers,
      PipelineListener listener,
      RunControl control)
      throws InterruptedException {
    PipelineRun run = task.run();
    Pipeline pipeline = task.loaded().pipeline();
    StepBoard board = new StepBoard(pipeline, task.records());
    StepJournal journal = new StepJournal(ledger, run.id(), lease);
    Redactor redactor =
        Redactor.of(
            Redactor.names(task.loaded().secrets(), services.environment()),
            services.environment());
    try (PipelineLogs logs = openLogs(task, lease, listener, redactor)) {
      logs.started(run, board.records());
      PipelineSession session =
          new PipelineSession(
              run,
              pipeline,
              board,
              journal,
              new StepAttempts(
                  run.results(), pipeline.steps(), task.jobs(), journal::put, environment()),
              launchers,
              new UnchangedSteps(
                  pipeline,
                  task.options().packageRef(),
                  ledger,
                  new FileHashes(ledger, services.clock()),
                  services.stores()),
              task.options(),
              new StepBackoff(services.random()),
              services.clock(),
              task.grace(),
              logs);
      boolean over = work(session, run, control);
      PipelineRun ended = ended(run, board, over, control);
      List<StepRecord> records = new StepCauses(services, redactor).explain(run, board.records());
      List<StepRecord> explained =
          records.stream().filter(record -> record.cause() != null).toList();
      ledger.write(
          tx -> {
            tx.pipelines().putSteps(run.id(), explained, lease.get());
            tx.pipelines().update(ended, lease.get());
            return true;
          });
      logs.ended(ended, records);
      new PipelineReports(services, redactor).write(ended, pipeline, listener);
      return new PipelineRuns.End(ended, records);
    }
  }

  /**
   * A run whose logs cannot be written has not begun: unless steps of it run, nobody works on it.
   */
  private PipelineLogs openLogs(
      Task task, HeldLease lease, PipelineListener listener, Redactor redactor) {
    PipelineRun run = task.run();
    try {
      return PipelineLogs.open(
          services, run, task.loaded().pipeline(), task.options(), listener, redactor);
    } catch (MusterException e) {
      if (task.jobs().stream().allMatch(job -> job.state().isFinal())) {
        PipelineRun stopped = run.with(RunState.INTERRUPTED, null, services.clock().instant());
        ledger.write(
            tx -> {
              tx.pipelines().update(stopped, lease.get());
              return true;
            });
      }
      throw e;
    }
  }

  private boolean work(PipelineSession session, PipelineRun run, RunControl control)
      throws InterruptedException {
    CancelWatch watch = CancelWatch.begin(services, run.resource(), control);
    try {
      return session.work(control);
    } finally {
      watch.close();
    }
  }

  private PipelineRun ended(PipelineRun run, StepBoard board, boolean over, RunControl control) {
    int code = board.exitCode();
    RunState state =
        over
            ? code == 0 ? RunState.COMPLETED : RunState.FAILED
            : control.cancelled() ? RunState.CANCELLED : RunState.INTERRUPTED;
    return run.with(state, over ? code : null, services.clock().instant());
  }

  /** Steps get what Muster has, but for the key to its ledger. */
  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(services.environment());
    environment.remove(LEDGER_PASSWORD);
    return environment;
  }
}
