package dev.muster.core.pipeline;

import dev.muster.core.HeldLease;
import dev.muster.model.Lease;
import dev.muster.model.RunId;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.spi.ledger.Ledger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the ledger where steps and their attempts stand: what has happened since the last time in
 * one commit. One thread at a time.
 */
final class StepJournal {

  private final Ledger ledger;
  private final RunId run;
  private final HeldLease lease;
  private final Map<StepId, StepRecord> steps = new LinkedHashMap<>();
  private final Map<String, StepJob> jobs = new LinkedHashMap<>();

  StepJournal(Ledger ledger, RunId run, HeldLease lease) {
    this.ledger = ledger;
    this.run = run;
    this.lease = lease;
  }

  void put(StepRecord record) {
    steps.put(record.id(), record);
  }

  void put(StepJob job) {
    jobs.put(job.step() + "/" + job.attempt(), job);
  }

  /** Whether there is something to tell. */
  boolean isDirty() {
    return !steps.isEmpty() || !jobs.isEmpty();
  }

  /**
   * Tells it.
   *
   * @throws dev.muster.spi.MusterException CONFLICT when the run belongs to another now
   */
  void flush() {
    if (!isDirty()) {
      return;
    }
    Lease held = lease.get();
    ledger.write(
        tx -> {
          if (!steps.isEmpty()) {
            tx.pipelines().putSteps(run, List.copyOf(steps.values()), held);
          }
          if (!jobs.isEmpty()) {
            tx.pipelines().putJobs(run, List.copyOf(jobs.values()), held);
          }
          return true;
        });
    steps.clear();
    jobs.clear();
  }
}
