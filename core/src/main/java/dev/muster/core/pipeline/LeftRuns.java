package dev.muster.core.pipeline;

import dev.muster.config.pipeline.PipelineFile;
import dev.muster.core.Services;
import dev.muster.model.Lease;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.pipeline.RunningStep;
import dev.muster.spi.pipeline.StepAttempt;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Other runs of a pipeline that is to be run: one whose Muster lives, or whose steps go on without
 * it, has the pipeline for itself; one that is dead is noted as interrupted.
 */
final class LeftRuns {

  private static final int LOOKED_AT = 100;

  private final Services services;
  private final Ledger ledger;
  private final PipelineListener listener;

  LeftRuns(Services services, PipelineCatalog catalog, PipelineListener listener) {
    this.services = services;
    this.listener = listener;
    ledger = services.ledger().get();
  }

  /**
   * Refuses a run beside another one.
   *
   * @throws MusterException CONFLICT
   */
  void require(PipelineRun wanted, Launchers launchers) {
    List<PipelineRun> others =
        ledger.read(tx -> tx.pipelines().list(wanted.file(), LOOKED_AT)).stream()
            .filter(other -> other.state() == RunState.RUNNING)
            .filter(other -> PipelineCatalog.host(other).equals(PipelineCatalog.host(wanted)))
            .toList();
    for (PipelineRun other : others) {
      Lease lease;
      try {
        lease =
            ledger.write(
                tx ->
                    tx.leases()
                        .acquire(
                            other.resource(),
                            services.owner(),
                            services.leaseTerm(),
                            services.gone()));
      } catch (MusterException e) {
        if (e.kind() != ErrorKind.CONFLICT) {
          throw e;
        }
        throw new MusterException(
            ErrorKind.CONFLICT,
            "run " + other.id() + " of this pipeline is at work: " + e.getMessage(),
            "wait for it: muster pipeline show " + other.id(),
            e);
      }
      try {
        requireQuiet(other, launchers);
        ledger.write(
            tx -> {
              tx.pipelines().update(other.with(RunState.INTERRUPTED, null, tx.now()), lease);
              return true;
            });
        listener.message(
            "run "
                + other.id()
                + " was interrupted; go on with it: muster pipeline run --resume "
                + other.id());
      } finally {
        ledger.write(
            tx -> {
              tx.leases().release(lease);
              return true;
            });
      }
    }
  }

  private void requireQuiet(PipelineRun other, Launchers launchers) {
    List<StepJob> jobs = ledger.read(tx -> tx.pipelines().jobs(other.id()));
    List<StepRecord> steps = ledger.read(tx -> tx.pipelines().steps(other.id()));
    for (StepRecord record : steps) {
      Optional<StepJob> last =
          jobs.stream().filter(job -> job.step() == record.number()).reduce((a, b) -> b);
      if (record.state() == StepState.RUNNING
          && last.isPresent()
          && !last.get().state().isFinal()
          && runs(other, record, last.get(), launchers)) {
        throw new MusterException(
            ErrorKind.CONFLICT,
            "step "
                + record.id()
                + " of run "
                + other.id()
                + " still runs, without a Muster (process "
                + last.get().handle()
                + ")",
            "go on with that run: muster pipeline run --resume " + other.id());
      }
    }
  }

  private boolean runs(PipelineRun other, StepRecord record, StepJob job, Launchers launchers) {
    PipelineOptions options =
        PipelineOptions.parse(other.options(), services.environment().get("PATH"));
    return PipelineFile.load(other.file(), options.reading()).pipeline().steps().stream()
        .filter(step -> step.id().equals(record.id()))
        .findFirst()
        .flatMap(
            step ->
                launchers
                    .get(job.engine())
                    .adopt(
                        new StepAttempt(
                            step,
                            job.attempt(),
                            other.results().resolve(job.folder()),
                            Map.of(),
                            job.created()),
                        job.handle()))
        .filter(running -> isAlive(running))
        .isPresent();
  }

  private static boolean isAlive(RunningStep running) {
    return !running.end().isDone();
  }
}
