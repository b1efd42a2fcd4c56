package dev.muster.spi.service;

import dev.muster.model.Cluster;
import dev.muster.model.Node;
import dev.muster.spi.distribution.Distributions;
import dev.muster.spi.fleet.Fleet;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Where a service is deployed.
 *
 * @param cluster which cluster
 * @param nodes its nodes without bastions; exactly one is HEAD
 * @param fleet reaches them
 * @param distributions what services are made of
 * @param environment of the service; plain values
 * @param clock the time
 * @param listener hears how it goes
 */
public record ServiceSite(
    Cluster cluster,
    List<Node> nodes,
    Fleet fleet,
    Distributions distributions,
    Map<String, String> environment,
    Clock clock,
    ServiceListener listener) {

  public ServiceSite {
    nodes = List.copyOf(nodes);
    environment = Map.copyOf(environment);
  }
}
