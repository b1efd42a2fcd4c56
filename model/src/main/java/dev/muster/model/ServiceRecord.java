package dev.muster.model;

import java.time.Instant;
import java.util.Map;

/**
 * Software deployed on a cluster.
 *
 * @param cluster id of the cluster
 * @param name for instance {@code spark}
 * @param version for instance {@code 4.1.1}
 * @param settings what it was deployed with, as JSON; without secrets
 * @param state where it stands
 * @param endpoints name to address, for instance {@code master} to {@code spark://10.0.0.1:7077}
 * @param updated when this line last changed
 */
public record ServiceRecord(
    String cluster,
    String name,
    String version,
    String settings,
    ServiceState state,
    Map<String, String> endpoints,
    Instant updated) {

  public ServiceRecord {
    endpoints = Map.copyOf(endpoints);
  }
}
