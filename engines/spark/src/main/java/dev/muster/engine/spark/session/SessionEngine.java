package dev.muster.engine.spark.session;

import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepWork;
import dev.muster.spi.pipeline.StepEngine;
import dev.muster.spi.pipeline.StepLauncher;
import dev.muster.spi.pipeline.StepSite;

/** Runs steps that are classes of a jar in a warm driver on this machine. */
public final class SessionEngine implements StepEngine {

  /** Found by {@link java.util.ServiceLoader}. */
  public SessionEngine() {}

  @Override
  public String name() {
    return "spark-session";
  }

  /** Python has an interpreter of its own, and cluster mode a driver somewhere else. */
  @Override
  public boolean takes(Step step) {
    return step.work() instanceof StepWork.Spark spark
        && spark.mainClass() != null
        && !"cluster"
            .equals(
                SubmitOptions.of(spark.options(), java.util.Map.of())
                    .settings()
                    .get("spark.submit.deployMode"));
  }

  @Override
  public StepLauncher open(StepSite site) {
    return new SessionLauncher(site);
  }
}
