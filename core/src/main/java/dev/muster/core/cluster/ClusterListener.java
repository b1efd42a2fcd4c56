package dev.muster.core.cluster;

import dev.muster.model.Node;
import org.jspecify.annotations.Nullable;

/** Hears how an operation on a cluster goes. Called from several threads; must not throw. */
public interface ClusterListener {

  /** Hears nothing. */
  ClusterListener NONE = new ClusterListener() {};

  /**
   * A stage begins.
   *
   * @param name for instance {@code claim}
   * @param nodes how many nodes it is for; 0 for one of the whole cluster
   * @param before how many of them have it behind them, from a command that was broken off
   */
  default void stage(String name, int nodes, int before) {}

  /**
   * A node has a stage behind it.
   *
   * @param problem null when it went well
   */
  default void ended(Node node, String stage, @Nullable HostProblem problem) {}

  /** Bytes that go to a node, or come from it. */
  default void progress(Node node, long bytes, long total) {}

  /** Something that the user may want to know. */
  default void note(String text) {}
}
