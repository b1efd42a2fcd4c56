package dev.muster.core.job;

import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterListener;
import dev.muster.core.cluster.ClusterRemoval;
import dev.muster.core.cluster.OperationResult;
import dev.muster.core.cluster.Reach;
import dev.muster.model.Cluster;
import dev.muster.model.Job;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.time.Duration;
import java.util.List;

/** Takes a cluster down: its jobs end first, and what they wrote is brought home. */
public final class ClusterEnd {

  private static final Duration GRACE = Duration.ofSeconds(10);

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
    List<Job> unkept = new Jobs(services, reach).endAll(cluster, GRACE);
    if (!unkept.isEmpty() && !forget) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "the logs of jobs "
              + unkept.stream().map(job -> job.id().value()).toList()
              + " cannot be kept in "
              + services.home().resolve("jobs"),
          "make room there, or give them up with --forget");
    }
    return new ClusterRemoval(services, listener).kill(cluster, forget, reach);
  }
}
