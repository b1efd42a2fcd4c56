package dev.muster.core.pipeline;

import dev.muster.config.pipeline.LoadedPipeline;
import dev.muster.config.pipeline.PipelineFile;
import dev.muster.core.Cancelling;
import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.core.run.RunControl;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.time.Duration;
import java.util.List;

/**
 * Ends runs of pipelines. The Muster that works on a run is asked to; where none does, the steps
 * that it left are taken over and ended here.
 */
public final class PipelineCancellation {

  private final Services services;
  private final Ledger ledger;
  private final PipelineCatalog catalog;

  public PipelineCancellation(Services services) {
    this.services = services;
    ledger = services.ledger().get();
    catalog = new PipelineCatalog(services);
  }

  /**
   * Ends a run: its running steps are ended, it says CANCELLED, and can be resumed. One that has
   * ended stays as it is.
   *
   * @param grace how long steps have to end by themselves
   * @param patience how long to wait for the Muster that works on it
   * @param control stops the waiting
   * @return how it stands
   * @throws MusterException TIMEOUT when its Muster lives and does not end it; CONFLICT when
   *     another machine ran it; UNAVAILABLE when nobody can say how a step stands
   */
  public PipelineRun cancel(
      RunId id, Duration grace, Duration patience, PipelineListener listener, RunControl control)
      throws InterruptedException {
    PipelineRun run = catalog.require(id.value());
    Cancelling cancelling = new Cancelling(services);
    if (!cancelling.await(run.resource(), () -> isRunning(id), patience, control)) {
      end(run, grace, listener, control);
    }
    cancelling.done(run.resource());
    return catalog.require(id.value());
  }

  private boolean isRunning(RunId id) {
    return catalog.require(id.value()).state() == RunState.RUNNING;
  }

  private void end(
      PipelineRun before, Duration grace, PipelineListener listener, RunControl control)
      throws InterruptedException {
    PipelineCatalog.requireHost(before, services);
    try (HeldLease lease =
        HeldLease.of(services, before.resource(), "run " + before.id() + " is at work elsewhere")) {
      PipelineRun run = catalog.require(before.id().value());
      if (run.state() != RunState.RUNNING) {
        return;
      }
      List<StepRecord> records = ledger.read(tx -> tx.pipelines().steps(run.id()));
      List<StepJob> jobs = ledger.read(tx -> tx.pipelines().jobs(run.id()));
      PipelineOptions options =
          PipelineOptions.parse(run.options(), services.environment().get("PATH"));
      PipelineWork work = new PipelineWork(services);
      control.cancel();
      try (Launchers launchers = work.launchers(run, options, listener, control)) {
        var unused =
            work.work(
                new PipelineWork.Task(
                    run, loaded(run, options, records, listener), options, grace, records, jobs),
                lease,
                launchers,
                listener,
                control);
      }
    }
  }

  /** The file may have changed, or be gone: attempts are known by their folders all the same. */
  private static LoadedPipeline loaded(
      PipelineRun run,
      PipelineOptions options,
      List<StepRecord> records,
      PipelineListener listener) {
    try {
      LoadedPipeline loaded = PipelineFile.load(run.file(), options.reading());
      if (loaded.pipeline().steps().stream()
          .map(Step::id)
          .toList()
          .equals(records.stream().map(StepRecord::id).toList())) {
        return loaded;
      }
    } catch (MusterException e) {
      listener.message(
          "the pipeline file cannot be read as it was, its steps are ended all the same: "
              + e.getMessage());
    }
    List<Step> steps =
        records.stream()
            .map(
                record ->
                    Step.builder(record.id(), new StepWork.Command(List.of(record.kind()))).build())
            .toList();
    return new LoadedPipeline(
        new Pipeline(run.name(), run.file(), run.folder(), Pipeline.Form.NATIVE, null, steps),
        List.of(),
        List.of());
  }
}
