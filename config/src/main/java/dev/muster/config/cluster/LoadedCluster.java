package dev.muster.config.cluster;

import dev.muster.model.ClusterSpec;
import dev.muster.spi.Problem;
import java.util.List;

/**
 * A cluster file as it was read.
 *
 * @param spec what the file says
 * @param warnings what works otherwise than it may seem, in the order of the lines
 */
public record LoadedCluster(ClusterSpec spec, List<Problem> warnings) {

  public LoadedCluster {
    warnings = List.copyOf(warnings);
  }
}
