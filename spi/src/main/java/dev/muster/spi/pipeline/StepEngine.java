package dev.muster.spi.pipeline;

import dev.muster.model.pipeline.Step;

/** Runs steps of pipelines in a way of its own; found by {@link java.util.ServiceLoader}. */
public interface StepEngine {

  /** For instance {@code local}, {@code spark}, {@code spark-session}; kept with each job. */
  String name();

  /** Whether it can run such a step. */
  boolean takes(Step step);

  /** Opens it for one run, or one session of it. Starts nothing yet, and is quick. */
  StepLauncher open(StepSite site);
}
