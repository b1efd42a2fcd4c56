package dev.muster.spi.service;

import dev.muster.model.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a service is.
 *
 * @param ready whether all of it works
 * @param parts its programs
 * @param endpoints name to address
 */
public record ServiceStatus(boolean ready, List<Part> parts, Map<String, String> endpoints) {

  public ServiceStatus {
    parts = List.copyOf(parts);
    endpoints = Map.copyOf(endpoints);
  }

  /** How a program is. */
  public enum PartState {
    RUNNING,
    /** It crashed and is started again soon. */
    RESTARTING,
    /** It crashed too often. */
    FAILED,
    STOPPED,
    /** It runs, and nobody would start it again: starting the service puts that right. */
    UNSUPERVISED,
    ABSENT,
    /** The node did not answer. */
    UNKNOWN
  }

  /**
   * One program on one node.
   *
   * @param name for instance {@code worker}
   * @param restarts after crashes since it was started
   * @param detail more in words, null when there is nothing to be said
   */
  public record Part(
      Node node, String name, PartState state, int restarts, @Nullable String detail) {}
}
