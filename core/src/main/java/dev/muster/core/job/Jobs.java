package dev.muster.core.job;

import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterHosts;
import dev.muster.core.cluster.ClusterListener;
import dev.muster.core.cluster.NodeSelection;
import dev.muster.core.cluster.Reach;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterState;
import dev.muster.model.Job;
import dev.muster.model.JobId;
import dev.muster.model.JobState;
import dev.muster.protocol.Json;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.ledger.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

  private static final Duration QUICK = Duration.ofMinutes(1);
  private static final int MOST_JOBS = 100_000;

  private final Services services;
  private final Reach reach;
  private final Ledger ledger;

  public Jobs(Services services, Reach reach) {
    this.services = services;
    this.reach = reach;
    ledger = services.ledger().get();
  }

  /**
   * Hands a job over.
   *
   * @return as it is right behind it
   * @throws MusterException CONFLICT when the cluster is not READY; what kept its head from taking
   *     it
   */
  public Job submit(Cluster cluster, JobRequest request) {
    if (cluster.state() != ClusterState.READY) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "cluster " + cluster.name() + " is " + cluster.state(),
          "muster cluster info " + cluster.name());
    }
    JobFiles.require(request.files());
    Instant now = services.clock().instant();
    Job job =
        new Job(
            JobId.create(now, services.random()),
            cluster.id(),
            request.kind(),
            describe(request),
            JobState.PENDING,
            null,
            null,
            null,
            1,
            now,
            null,
            null);
    try (HeldLease lease =
        HeldLease.of(services, resource(job), "job " + job.id() + " is being handed over")) {
      ledger.write(
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
    try (ClusterHosts head = head(cluster)) {
      List<String> files = JobFiles.ship(head, cluster.name(), request.files());
      run(
          head,
          JobScripts.start(
              cluster.name(),
              job,
              request.argv(),
              request.environment(),
              request.timeout(),
              files));
      return note(job, observe(head, cluster, List.of(job)).get(JobScripts.name(job)), false);
    }
  }

  /**
   * A lease that says that somebody hands the job over: until it is gone an absent job may come.
   */
  private static String resource(Job job) {
    return "job/" + job.id();
  }

  private static String describe(JobRequest request) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("argv", request.argv());
    all.put(
        "files", request.files().stream().map(file -> String.valueOf(file.getFileName())).toList());
    all.put("environment", request.environment().keySet().stream().sorted().toList());
    all.put("timeout_seconds", request.timeout() == null ? null : request.timeout().toSeconds());
    all.put("retries", request.retries());
    return Json.write(all);
  }

  /** Program and arguments of a job, as they were given. */
  public static List<String> argv(Job job) {
    return Json.parseObject(job.description()).get("argv") instanceof List<?> words
        ? words.stream().map(String::valueOf).toList()
        : List.of();
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
          .map(job -> new JobView(note(job, JobSighting.GONE, true), null))
          .toList();
    }
    try (ClusterHosts head = head(cluster)) {
      Map<String, JobSighting> sightings = observe(head, cluster, jobs);
      restart(head, cluster, jobs, sightings);
      List<JobView> views = new ArrayList<>();
      for (Job job : jobs) {
        Job now = note(job, sightings.get(JobScripts.name(job)), abandoned(job));
        if (now.state().isFinal()) {
          JobLogs.keep(services, head, cluster, now);
        }
        views.add(new JobView(now, null));
      }
      return views;
    } catch (MusterException e) {
      return jobs.stream().map(job -> new JobView(job, String.valueOf(e.getMessage()))).toList();
    }
  }

  /** The supervisor of a job that waits was ended before it began: it is started again. */
  private void restart(
      ClusterHosts head, Cluster cluster, List<Job> jobs, Map<String, JobSighting> sightings) {
    for (Job job : jobs) {
      JobSighting sighting = sightings.get(JobScripts.name(job));
      if (sighting != null && sighting.kind() == JobSighting.Kind.WAITING) {
        run(head, JobScripts.again(cluster.name(), job));
      }
    }
  }

  private boolean abandoned(Job job) {
    return ledger
        .read(tx -> tx.leases().find(resource(job)))
        .map(
            lease ->
                services.gone().test(lease.owner())
                    || lease.expires().isBefore(services.clock().instant()))
        .orElse(true);
  }

  private Map<String, JobSighting> observe(ClusterHosts head, Cluster cluster, List<Job> jobs) {
    OutputCollector output = new OutputCollector();
    HostResult result =
        head.fleet()
            .exec(head.addresses(), JobScripts.observe(cluster.name(), jobs), QUICK, output)
            .get(0);
    require(result, output.err(0));
    Map<String, JobSighting> sightings = new HashMap<>();
    for (String line : output.out(0).lines().toList()) {
      int space = line.indexOf(' ');
      if (space > 0) {
        JobSighting.parse(line.substring(space + 1))
            .ifPresent(sighting -> sightings.put(line.substring(0, space), sighting));
      }
    }
    return sightings;
  }

  /** Tells the ledger what was seen of a job, null for nothing; what it knows then. */
  private Job note(Job job, @Nullable JobSighting seen, boolean abandoned) {
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
    Job asked =
        ledger.write(
            tx -> {
              Job now = tx.jobs().find(job.id()).orElse(job);
              if (now.state().mayBecome(JobState.CANCEL_PENDING)) {
                tx.jobs().update(cancelPending(now));
              }
              return tx.jobs().find(job.id()).orElse(now);
            });
    if (asked.state().isFinal()) {
      return new JobView(asked, null);
    }
    Cluster cluster = cluster(asked);
    try (ClusterHosts head = head(cluster)) {
      run(head, JobScripts.cancel(cluster.name(), asked, grace));
    } catch (MusterException e) {
      return new JobView(asked, String.valueOf(e.getMessage()));
    }
    return refresh(List.of(asked)).get(0);
  }

  /**
   * Ends all jobs of a cluster and brings home the logs that are not here yet, before the cluster
   * goes.
   *
   * @return jobs whose log is not here; empty also when the head cannot be reached, which who takes
   *     the cluster down finds by itself
   */
  List<Job> endAll(Cluster cluster, Duration grace) {
    List<Job> all = list(cluster, MOST_JOBS);
    List<Job> unkept = new ArrayList<>();
    for (Job job : all) {
      JobView view = job.state().isFinal() ? new JobView(job, null) : cancel(job, grace);
      if (view.unknown() != null) {
        return List.of();
      }
      unkept.add(view.job());
    }
    unkept.removeIf(job -> job.started() == null || JobLogs.kept(services, job).isPresent());
    if (!unkept.isEmpty()) {
      try (ClusterHosts head = head(cluster)) {
        unkept.removeIf(job -> JobLogs.keep(services, head, cluster, job));
      }
    }
    return unkept;
  }

  private static Job cancelPending(Job job) {
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
    try (ClusterHosts head = head(cluster)) {
      JobLogs.stream(head, cluster, job, follow, sink);
    }
  }

  private ClusterHosts head(Cluster cluster) {
    return ClusterHosts.open(
        services,
        cluster,
        new NodeSelection(NodeSelection.Role.HEAD, List.of()),
        reach,
        ClusterListener.NONE);
  }

  private static void run(ClusterHosts head, RemoteCommand command) {
    OutputCollector output = new OutputCollector();
    ExecListener listener = output;
    HostResult result = head.fleet().exec(head.addresses(), command, QUICK, listener).get(0);
    require(result, output.err(0));
  }

  private static void require(HostResult result, String words) {
    HostFailure failure = result.failure();
    if (failure != null) {
      throw failure.toException(result.host().toString());
    }
    if (!result.succeeded()) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          result.host() + ": exit status " + result.exitCode() + ": " + words.strip());
    }
  }
}
