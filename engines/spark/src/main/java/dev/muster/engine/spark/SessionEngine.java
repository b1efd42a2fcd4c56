package dev.muster.engine.spark;

import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.pipeline.StepEngine;
import dev.muster.spi.pipeline.StepLauncher;
import dev.muster.spi.pipeline.StepSite;
import dev.muster.spi.pipeline.SubmitOptions;

/** Runs steps that are classes of a jar or Python files in a warm driver on this machine. */
public final class SessionEngine implements StepEngine {

  /** Found by {@link java.util.ServiceLoader}. */
  public SessionEngine() {}

  @Override
  public String name() {
    return "spark-session";
  }

  /** Cluster mode has a driver somewhere else. */
  @Override
  public boolean takes(Step step) {
    return step.work() instanceof StepWork.Spark spark
        && !SubmitOptions.parse(spark.options())
            .find("--deploy-mode", "spark.submit.deployMode")
            .orElse("client")
            .equals("cluster");
  }

  @Override
  public StepLauncher open(StepSite site) {
    return new SessionLauncher(site);
  }
}
