package dev.muster.core.job;

import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterHosts;
import dev.muster.core.cluster.ClusterListener;
import dev.muster.core.cluster.ClusterPower;
import dev.muster.core.cluster.ClusterRemoval;
import dev.muster.core.cluster.NodeSelection;
import dev.muster.core.cluster.OperationResult;
import dev.muster.core.cluster.Reach;
import dev.muster.model.Cluster;
import dev.muster.model.Job;
import dev.muster.model.JobId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes a cluster down, or stops it: its jobs end first, and what they wrote is brought home. */
public final class ClusterEnd {

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration QUICK = Duration.ofMinutes(1);
  private static final int MOST_JOBS = 100_000;

  private final Services services;
  private final ClusterListener listener;

  public ClusterEnd(Services services, ClusterListener listener) {
    this.services = services;
    this.listener = listener;
  }

  /**
   * Removes a cluster from its hosts, then from the list.
   *
   * @param forget whether hosts that cannot be reached, and logs that cannot be kept, are given up
   * @throws MusterException UNAVAILABLE when logs of jobs cannot be kept here
   */
  public OperationResult kill(Cluster cluster, boolean forget, Reach reach)
      throws InterruptedException {
    requireKept(endJobs(cluster, reach), forget);
    return new ClusterRemoval(services, listener).kill(cluster, forget, reach);
  }

  /**
   * Stops the services of a cluster.
   *
   * @param force whether jobs and map runs at work there are ended first; else they are a refusal
   * @throws MusterException CONFLICT while something runs there
   */
  public OperationResult stop(Cluster cluster, boolean force, Reach reach)
      throws InterruptedException {
    ClusterPower.requireMade(cluster);
    if (!force) {
      requireIdle(cluster, reach);
    } else {
      requireKept(endJobs(cluster, reach), false);
      drivers(cluster, true, reach);
    }
    return new ClusterPower(services, listener).stop(cluster, reach);
  }

  private void requireIdle(Cluster cluster, Reach reach) {
    List<String> busy = new ArrayList<>();
    new Jobs(services, reach).open(cluster).forEach(job -> busy.add("job " + job.id()));
    drivers(cluster, false, reach).forEach(run -> busy.add("run " + run));
    if (!busy.isEmpty()) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "cluster " + cluster.name() + " is at work: " + String.join(", ", busy),
          "wait for them, or end them with --force");
    }
  }

  private List<String> drivers(Cluster cluster, boolean end, Reach reach) {
    NodeSelection head = new NodeSelection(NodeSelection.Role.HEAD, List.of());
    try (ClusterHosts hosts = ClusterHosts.open(services, cluster, head, reach, listener)) {
      return hosts.drivers(cluster, end, QUICK);
    }
  }

  private void requireKept(Map<JobId, String> unkept, boolean forget) {
    if (!unkept.isEmpty() && !forget) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "the logs of jobs "
              + unkept.keySet()
              + " cannot be kept in "
              + services.home().resolve("jobs")
              + ": "
              + unkept.values().iterator().next(),
          "make room there, or give them up with muster cluster kill --forget");
    }
  }

  /**
   * Ends all jobs of a cluster and brings home the logs and event logs that are not here yet.
   *
   * @return jobs that lack some here, and why; empty also when the head cannot be reached, which
   *     who takes the cluster down finds by itself
   */
  private Map<JobId, String> endJobs(Cluster cluster, Reach reach) {
    Jobs jobs = new Jobs(services, reach);
    List<Job> ended = new ArrayList<>();
    for (Job job : jobs.list(cluster, MOST_JOBS)) {
      JobView view = job.state().isFinal() ? new JobView(job, null) : jobs.cancel(job, GRACE);
      if (view.unknown() != null) {
        return Map.of();
      }
      ended.add(view.job());
    }
    if (ended.isEmpty()) {
      return Map.of();
    }
    try (JobHead head = JobHead.open(services, cluster, reach)) {
      return unkept(head, ended);
    }
  }

  private Map<JobId, String> unkept(JobHead head, List<Job> ended) {
    Map<String, List<String>> written;
    try {
      written = head.written(ended);
    } catch (MusterException e) {
      return Map.of();
    }
    Map<JobId, String> unkept = new LinkedHashMap<>();
    for (Job job : ended) {
      List<String> words = written.getOrDefault(job.id().value(), List.of());
      try {
        if (words.contains(JobScripts.LOG) && !JobLogs.keep(services, head, job)) {
          unkept.put(job.id(), "its log did not come whole");
        }
        if (words.contains(JobScripts.EVENTS)) {
          listener.note(
              "event logs of job " + job.id() + ": " + JobEvents.keep(services, head, job));
        }
      } catch (MusterException e) {
        unkept.put(job.id(), String.valueOf(e.getMessage()));
      }
    }
    return unkept;
  }
}
