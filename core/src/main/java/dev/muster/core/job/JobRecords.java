package dev.muster.core.job;

import dev.muster.core.Services;
import dev.muster.model.Job;
import dev.muster.model.JobState;
import dev.muster.spi.ledger.Ledger;
import org.jspecify.annotations.Nullable;

/** What the ledger knows of jobs. */
final class JobRecords {

  private final Services services;
  private final Ledger ledger;

  JobRecords(Services services) {
    this.services = services;
    ledger = services.ledger().get();
  }

  /**
   * A lease that says that somebody hands the job over: until it is gone an absent job may come.
   */
  static String resource(Job job) {
    return "job/" + job.id();
  }

  /** Whether nobody is handing it over any more. */
  boolean abandoned(Job job) {
    return ledger
        .read(tx -> tx.leases().find(resource(job)))
        .map(
            lease ->
                services.gone().test(lease.owner())
                    || lease.expires().isBefore(services.clock().instant()))
        .orElse(true);
  }

  /** Tells the ledger what was seen of a job, null for nothing; what it knows then. */
  Job note(Job job, @Nullable JobSighting seen, boolean abandoned) {
    if (seen == null) {
      return job;
    }
    return ledger.write(
        tx -> {
          Job before = tx.jobs().find(job.id()).orElse(job);
          Job now = seen.after(before, tx.now(), abandoned);
          if (!now.equals(before)) {
            tx.jobs().update(now);
          }
          return tx.jobs().find(job.id()).orElse(now);
        });
  }

  /** Notes that the user wants it ended, unless it has; what the ledger knows then. */
  Job cancelPending(Job job) {
    return ledger.write(
        tx -> {
          Job now = tx.jobs().find(job.id()).orElse(job);
          if (now.state().mayBecome(JobState.CANCEL_PENDING)) {
            tx.jobs().update(pending(now));
          }
          return tx.jobs().find(job.id()).orElse(now);
        });
  }

  private static Job pending(Job job) {
    return new Job(
        job.id(),
        job.cluster(),
        job.kind(),
        job.description(),
        JobState.CANCEL_PENDING,
        job.handle(),
        job.exitCode(),
        job.detail(),
        job.attempt(),
        job.created(),
        job.started(),
        null);
  }
}
