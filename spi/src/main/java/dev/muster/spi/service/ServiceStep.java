package dev.muster.spi.service;

import dev.muster.model.Node;
import java.util.List;

/**
 * One step of deploying or removing a service, done on many nodes at once. A step may be done again
 * where it was broken off.
 *
 * @param name for instance {@code ship}; unique among the steps of a deployment
 * @param nodes that it is for
 * @param work does it
 */
public record ServiceStep(String name, List<Node> nodes, Work work) {

  public ServiceStep {
    nodes = List.copyOf(nodes);
  }

  /** Does a step's work. */
  @FunctionalInterface
  public interface Work {

    /**
     * Does it on these nodes of the step, at once.
     *
     * @return what went wrong; nodes without a problem have it behind them
     */
    List<ServiceProblem> on(List<Node> nodes) throws InterruptedException;
  }
}
