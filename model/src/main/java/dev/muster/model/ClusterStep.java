package dev.muster.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of an operation on a cluster, recorded so that the same command goes on behind it.
 *
 * @param cluster id of the cluster
 * @param operation for instance {@code create} or {@code deploy spark}
 * @param node number of the node; 0 for a step of the whole cluster
 * @param name for instance {@code claim}
 * @param state where it stands
 * @param detail why it failed, and what to do; null otherwise
 * @param started when it was begun last
 * @param ended null while it runs
 */
public record ClusterStep(
    String cluster,
    String operation,
    int node,
    String name,
    State state,
    @Nullable String detail,
    Instant started,
    @Nullable Instant ended) {

  /** Where a step stands. RUNNING under a lease that nobody holds may or may not have happened. */
  public enum State {
    RUNNING,
    DONE,
    FAILED
  }
}
