package dev.muster.core.job;

import dev.muster.core.Services;
import dev.muster.core.cluster.Reach;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterState;
import dev.muster.model.Job;
import dev.muster.model.JobId;
import dev.muster.model.JobState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.ledger.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Jobs on heads of clusters. A job's folder on the head is the token of its submission and says how
 * it goes; this class only tells the ledger what the folders say.
 */
public final class Jobs {

  private static final long PAUSE_MILLIS = 500;

  private static final int MOST_OPEN = 100_000;

  private final Services services;
  private final Reach reach;
  private final Ledger ledger;
  private final JobRecords records;

  public Jobs(Services services, Reach reach) {
    this.services = services;
    this.reach = reach;
    ledger = services.ledger().get();
    records = new JobRecords(services);
  }

  /**
   * Hands a job over.
   *
   * @return as it is right behind it
   * @throws MusterException CONFLICT when the cluster is not READY; UNAVAILABLE when its hosts lack
   *     what the job needs; what kept its head from taking it
   */
  public Job submit(Cluster cluster, JobRequest request) {
    return new JobSubmission(services, reach, records).submit(cluster, request);
  }

  /**
   * The same under an id that the caller has written down before, to find the job by it.
   *
   * @param id of {@link JobId#create}, which no job has
   */
  public Job submit(Cluster cluster, JobRequest request, JobId id) {
    return new JobSubmission(services, reach, records).submit(cluster, request, id);
  }

  /** A job by its whole id. */
  public Optional<Job> find(JobId id) {
    return ledger.read(tx -> tx.jobs().find(id));
  }

  /**
   * A job of the ledger.
   *
   * @param named its id, or a start or end of it that no other job has; {@code latest}
   */
  public Job require(String named) {
    List<Job> found =
        ledger.read(tx -> tx.jobs().list(null, 1000)).stream()
            .filter(
                job ->
                    named.equals("latest")
                        || job.id().value().startsWith(named)
                        || job.id().value().endsWith(named))
            .limit(named.equals("latest") ? 1 : 2)
            .toList();
    if (found.size() != 1 || named.isEmpty()) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          found.isEmpty() ? "there is no job " + named : "several jobs are named like " + named,
          "muster job list");
    }
    return found.get(0);
  }

  /** The cluster of a job. */
  public Cluster cluster(Job job) {
    return ledger
        .read(tx -> tx.clusters().find(job.cluster()))
        .orElseThrow(
            () ->
                new MusterException(
                    ErrorKind.INTERNAL, "job " + job.id() + " has no cluster in the ledger"));
  }

  /** Jobs of the ledger, newest first. */
  public List<Job> list(@Nullable Cluster cluster, int limit) {
    return ledger.read(tx -> tx.jobs().list(cluster == null ? null : cluster.id(), limit));
  }

  /** Asks the heads where jobs stand, and tells the ledger. */
  public List<JobView> refresh(List<Job> jobs) {
    Map<String, List<Job>> open =
        jobs.stream()
            .filter(job -> !job.state().isFinal())
            .collect(Collectors.groupingBy(Job::cluster));
    Map<JobId, JobView> seen = new HashMap<>();
    for (List<Job> ofCluster : open.values()) {
      ask(ofCluster).forEach(view -> seen.put(view.job().id(), view));
    }
    return jobs.stream().map(job -> seen.getOrDefault(job.id(), new JobView(job, null))).toList();
  }

  private List<JobView> ask(List<Job> jobs) {
    Cluster cluster = cluster(jobs.get(0));
    if (cluster.state() == ClusterState.DELETED) {
      return jobs.stream()
          .map(job -> new JobView(records.note(job, JobSighting.GONE, true), null))
          .toList();
    }
    try (JobHead head = head(cluster)) {
      Map<String, JobSighting> sightings = head.observe(jobs);
      if (begunAgain(head, jobs, sightings)) {
        sightings = head.observe(jobs);
      }
      List<JobView> views = new ArrayList<>();
      for (Job job : jobs) {
        Job now = records.note(job, sightings.get(job.id().value()), records.abandoned(job));
        if (now.state().isFinal()) {
          JobLogs.keep(services, head, now);
        }
        views.add(new JobView(now, null));
      }
      return views;
    } catch (MusterException e) {
      return jobs.stream().map(job -> new JobView(job, String.valueOf(e.getMessage()))).toList();
    }
  }

  /**
   * The supervisor of a job was ended before it began, or with its host: it is started again, for
   * another attempt when one may follow.
   */
  private static boolean begunAgain(
      JobHead head, List<Job> jobs, Map<String, JobSighting> sightings) {
    boolean any = false;
    for (Job job : jobs) {
      JobSighting sighting = sightings.get(job.id().value());
      if (sighting == null) {
        continue;
      }
      if (sighting.again() && job.state() != JobState.CANCEL_PENDING) {
        head.run(JobScripts.again(head.cluster(), job, sighting.attempt()));
        any = true;
      } else if (sighting.kind() == JobSighting.Kind.WAITING) {
        head.run(JobScripts.again(head.cluster(), job, 0));
      }
    }
    return any;
  }

  /**
   * Waits until a job has ended.
   *
   * @param deadline until then; null for no end
   * @return the job; not final when the deadline went by
   */
  public JobView await(Job job, @Nullable Duration deadline, Duration interval)
      throws InterruptedException {
    Instant end = deadline == null ? Instant.MAX : services.clock().instant().plus(deadline);
    JobView view = refresh(List.of(job)).get(0);
    while (!view.job().state().isFinal() && services.clock().instant().isBefore(end)) {
      TimeUnit.MILLISECONDS.sleep(interval.toMillis());
      view = refresh(List.of(view.job())).get(0);
    }
    return view;
  }

  /** Ends a job with all that its driver started, and waits until it has ended. */
  public JobView cancel(Job job, Duration grace) {
    Job asked = records.cancelPending(job);
    if (asked.state().isFinal()) {
      return new JobView(asked, null);
    }
    Cluster cluster = cluster(asked);
    try (JobHead head = head(cluster)) {
      head.run(JobScripts.cancel(cluster.name(), asked, grace));
      if (asked.kind().equals(JobRequest.YARN)) {
        head.run(JobScripts.endOnYarn(cluster.name(), asked));
      }
    } catch (MusterException e) {
      return new JobView(asked, String.valueOf(e.getMessage()));
    }
    return refresh(List.of(asked)).get(0);
  }

  /** Jobs of a cluster that have not ended, or of which nobody knows it. */
  List<Job> open(Cluster cluster) {
    return refresh(list(cluster, MOST_OPEN)).stream()
        .map(JobView::job)
        .filter(job -> !job.state().isFinal())
        .toList();
  }

  /**
   * Prints the log of a job, each byte once, whatever happens to the connection.
   *
   * @param follow until the job has ended
   */
  public void log(Job job, boolean follow, JobLogs.Sink sink) throws InterruptedException {
    Cluster cluster = cluster(job);
    Optional<Path> kept = JobLogs.kept(services, job);
    if (kept.isPresent() && job.state().isFinal()) {
      JobLogs.copy(kept.get(), sink);
      return;
    }
    if (cluster.state() == ClusterState.DELETED) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "the log of job " + job.id() + " went with cluster " + cluster.name());
    }
    try (JobHead head = head(cluster)) {
      long at = JobLogs.stream(head, job, 0, follow, sink);
      while (follow && isToGoOn(job)) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        at = JobLogs.stream(head, job, at, true, sink);
      }
    }
  }

  /** Whether an attempt that was lost with its host is followed by another. */
  private boolean isToGoOn(Job job) {
    JobView view = refresh(List.of(job)).get(0);
    return view.unknown() == null && !view.job().state().isFinal();
  }

  /**
   * Spark's event logs of a job, from the head when they are not here yet.
   *
   * @return the folder of this machine that has them
   * @throws MusterException CONFLICT while the job runs, NOT_FOUND when it wrote none
   */
  public Path events(Job job) {
    Optional<Path> kept = JobEvents.kept(services, job);
    if (kept.isPresent()) {
      return kept.get();
    }
    JobView now = refresh(List.of(job)).get(0);
    if (now.unknown() != null) {
      throw new MusterException(ErrorKind.UNAVAILABLE, now.unknown(), "try again later");
    }
    if (!now.job().state().isFinal()) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "job " + job.id() + " has not ended: its event logs are not whole",
          "muster job wait " + job.id());
    }
    Cluster cluster = cluster(job);
    if (cluster.state() == ClusterState.DELETED) {
      throw noEvents(job, "a job that wrote some has them kept when its cluster goes");
    }
    try (JobHead head = head(cluster)) {
      List<String> written = head.written(List.of(job)).getOrDefault(job.id().value(), List.of());
      if (!written.contains(JobScripts.EVENTS)) {
        throw noEvents(job, "Spark writes them while spark.eventLog.enabled is true");
      }
      return JobEvents.keep(services, head, job);
    }
  }

  private static MusterException noEvents(Job job, String hint) {
    return new MusterException(
        ErrorKind.NOT_FOUND,
        "there are no event logs of job " + job.id() + ", which is of the kind " + job.kind(),
        hint);
  }

  /**
   * Copies what a job has written from its head, while it runs or when it has ended.
   *
   * @param path of a file or folder below the job's working folder
   * @param local as {@link dev.muster.spi.fleet.Fleet#get} takes it
   * @throws MusterException USAGE for a path that leads out of that folder, NOT_FOUND when the
   *     cluster is gone
   */
  public CopyResult get(Job job, String path, String local) {
    Path below = Path.of(path).normalize();
    if (path.isEmpty() || below.isAbsolute() || below.startsWith("..")) {
      throw new MusterException(
          ErrorKind.USAGE,
          "\"" + path + "\" is not below the working folder of job " + job.id(),
          "files elsewhere: muster cluster get CLUSTER REMOTE LOCAL --head");
    }
    Cluster cluster = cluster(job);
    if (cluster.state() == ClusterState.DELETED) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "what job " + job.id() + " wrote went with cluster " + cluster.name(),
          "its log is kept: muster job logs " + job.id());
    }
    try (JobHead head = head(cluster)) {
      String remote = JobScripts.folder(cluster.name(), job) + "/work/" + below;
      CopyResult result =
          head.fleet()
              .get(head.addresses(), remote, local, CopyOptions.DEFAULT, CopyListener.NONE)
              .get(0);
      HostFailure failure = result.failure();
      if (failure != null) {
        throw failure.toException(result.host().toString());
      }
      return result;
    }
  }

  private JobHead head(Cluster cluster) {
    return JobHead.open(services, cluster, reach);
  }
}
