package dev.muster.core.cluster;

import java.time.Duration;

/**
 * How hosts are reached, as options of a command say.
 *
 * @param acceptNew whether the key of a host that is not known is trusted from now on
 * @param parallel hosts at once
 * @param connectTimeout until a host answers
 * @param forgetKey whether a cluster's private key that is not there any more is done without
 */
public record Reach(boolean acceptNew, int parallel, Duration connectTimeout, boolean forgetKey) {

  /** Known hosts only, 32 at once, 10 s. */
  public static final Reach DEFAULT = new Reach(false, 32, Duration.ofSeconds(10), false);
}
