package dev.muster.core.job;

import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterHosts;
import dev.muster.core.cluster.ClusterListener;
import dev.muster.core.cluster.NodeSelection;
import dev.muster.core.cluster.Reach;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterName;
import dev.muster.model.HostAddress;
import dev.muster.model.Job;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The head of a cluster, where its jobs are. */
final class JobHead implements AutoCloseable {

  private static final Duration QUICK = Duration.ofMinutes(1);

  /** Ids in one command: an argument list has its bounds. */
  private static final int MOST_AT_ONCE = 500;

  private final ClusterHosts hosts;
  private final ClusterName cluster;

  private JobHead(ClusterHosts hosts, ClusterName cluster) {
    this.hosts = hosts;
    this.cluster = cluster;
  }

  /** Opens it; connects to nothing yet. */
  static JobHead open(Services services, Cluster cluster, Reach reach) {
    return new JobHead(
        ClusterHosts.open(
            services,
            cluster,
            new NodeSelection(NodeSelection.Role.HEAD, List.of()),
            reach,
            ClusterListener.NONE),
        cluster.name());
  }

  ClusterName cluster() {
    return cluster;
  }

  Fleet fleet() {
    return hosts.fleet();
  }

  /** The head alone. */
  List<HostAddress> addresses() {
    return hosts.addresses();
  }

  /**
   * Runs a command; what it printed.
   *
   * @throws MusterException when the head cannot be used, UNAVAILABLE when the command failed
   */
  String run(RemoteCommand command) {
    OutputCollector output = new OutputCollector();
    HostResult result = fleet().exec(addresses(), command, QUICK, output).get(0);
    HostFailure failure = result.failure();
    if (failure != null) {
      throw failure.toException(result.host().toString());
    }
    if (!result.succeeded()) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          result.host() + ": exit status " + result.exitCode() + ": " + output.err(0).strip());
    }
    return output.out(0);
  }

  /** Where jobs stand, by id. */
  Map<String, JobSighting> observe(List<Job> jobs) {
    Map<String, JobSighting> sightings = new HashMap<>();
    for (int i = 0; i < jobs.size(); i += MOST_AT_ONCE) {
      List<Job> some = jobs.subList(i, Math.min(jobs.size(), i + MOST_AT_ONCE));
      words(JobScripts.observe(cluster, some))
          .forEach(
              (id, words) ->
                  JobSighting.parse(words).ifPresent(sighting -> sightings.put(id, sighting)));
    }
    return sightings;
  }

  /** What jobs have written, by id: {@code log}, {@code events}; those that wrote nothing lack. */
  Map<String, List<String>> written(List<Job> jobs) {
    Map<String, List<String>> written = new HashMap<>();
    for (int i = 0; i < jobs.size(); i += MOST_AT_ONCE) {
      List<Job> some = jobs.subList(i, Math.min(jobs.size(), i + MOST_AT_ONCE));
      words(JobScripts.written(cluster, some))
          .forEach((id, words) -> written.put(id, List.of(words.split(" ", -1))));
    }
    return written;
  }

  /** Lines that begin with an id. */
  private Map<String, String> words(RemoteCommand command) {
    Map<String, String> words = new HashMap<>();
    for (String line : run(command).lines().toList()) {
      int space = line.indexOf(' ');
      if (space > 0) {
        words.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    return words;
  }

  @Override
  public void close() {
    hosts.close();
  }
}
