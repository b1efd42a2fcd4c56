package dev.muster.hosts;

import dev.muster.hosts.HostMeasure.Java;
import dev.muster.model.Node;
import java.util.Map;

/**
 * What a service wants of a host, for checking.
 *
 * @param measure what the host says of itself
 * @param java that runs the service there; {@link Java#NONE} when none fits
 * @param ports of its programs by name
 */
public record HostNeeds(Node node, HostMeasure measure, Java java, Map<String, Integer> ports) {

  public HostNeeds {
    ports = Map.copyOf(ports);
  }
}
