package dev.muster.core.job;

import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.Reach;
import dev.muster.model.Cluster;
import dev.muster.model.Job;
import dev.muster.model.JobId;
import dev.muster.model.JobState;
import dev.muster.spi.MusterException;
import java.time.Instant;
import java.util.List;

/** Hands jobs over to heads, each once. */
final class JobSubmission {

  private final Services services;
  private final Reach reach;
  private final JobRecords records;

  JobSubmission(Services services, Reach reach, JobRecords records) {
    this.services = services;
    this.reach = reach;
    this.records = records;
  }

  /**
   * Hands a job over.
   *
   * @return as it is right behind it
   * @throws MusterException CONFLICT when the cluster is not READY; UNAVAILABLE when its hosts lack
   *     what the job needs; what kept its head from taking it
   */
  Job submit(Cluster cluster, JobRequest request) {
    return submit(cluster, request, JobId.create(services.clock().instant(), services.random()));
  }

  /**
   * The same under an id that the caller has written down before, to find the job by it.
   *
   * @param id of {@link JobId#create}, which no job has
   */
  Job submit(Cluster cluster, JobRequest request, JobId id) {
    ClusterCatalog.requireReady(cluster);
    JobFiles.require(request.files());
    String python = request.python();
    if (python != null) {
      SparkPython.require(services, cluster, reach, python);
    }
    Instant now = services.clock().instant();
    Job job =
        new Job(
            id,
            cluster.id(),
            request.kind(),
            JobDescription.of(request),
            JobState.PENDING,
            null,
            null,
            null,
            1,
            now,
            null,
            null);
    try (HeldLease lease =
        HeldLease.of(
            services, JobRecords.resource(job), "job " + job.id() + " is being handed over")) {
      services
          .ledger()
          .get()
          .write(
              tx -> {
                tx.leases().require(lease.get());
                tx.jobs().insert(job);
                return true;
              });
      return handOver(cluster, job, request);
    } catch (MusterException e) {
      // Its folder may be there all the same: observing tells.
      throw new MusterException(
          e.kind(),
          "job " + job.id() + " was not handed over: " + e.getMessage(),
          e.hint() == null ? "muster job show " + job.id() : e.hint(),
          e);
    }
  }

  private Job handOver(Cluster cluster, Job job, JobRequest request) {
    try (JobHead head = JobHead.open(services, cluster, reach)) {
      List<String> files = JobFiles.ship(head, request.files());
      head.run(JobScripts.start(cluster.name(), job, request, files));
      return records.note(job, head.observe(List.of(job)).get(job.id().value()), false);
    }
  }
}
