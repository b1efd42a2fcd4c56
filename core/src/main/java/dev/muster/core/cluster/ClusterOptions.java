package dev.muster.core.cluster;

import java.time.Duration;

/**
 * Options of operations on clusters.
 *
 * @param reach how hosts are reached
 * @param allowPartial whether the others go on when some hosts fail
 * @param setupDeadline of the user's own setup commands on a host
 */
public record ClusterOptions(Reach reach, boolean allowPartial, Duration setupDeadline) {

  /** Known hosts only, all or nothing, an hour for setup commands. */
  public static final ClusterOptions DEFAULT =
      new ClusterOptions(Reach.DEFAULT, false, Duration.ofHours(1));
}
