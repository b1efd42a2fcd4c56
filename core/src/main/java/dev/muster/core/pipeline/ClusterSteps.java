package dev.muster.core.pipeline;

import dev.muster.core.Services;
import dev.muster.model.pipeline.Step;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.pipeline.StepEngine;
import dev.muster.spi.pipeline.StepLauncher;
import dev.muster.spi.pipeline.StepSite;
import org.jspecify.annotations.Nullable;

/** Runs steps as jobs on the head of a cluster. */
final class ClusterSteps implements StepEngine {

  /** Its name in the ledger. */
  static final String NAME = "cluster";

  private final Services services;
  private final @Nullable String cluster;
  private final @Nullable String packageRef;

  ClusterSteps(Services services, @Nullable String cluster, @Nullable String packageRef) {
    this.services = services;
    this.cluster = cluster;
    this.packageRef = packageRef;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean takes(Step step) {
    return cluster != null;
  }

  @Override
  public StepLauncher open(StepSite site) {
    String named = cluster;
    if (named == null) {
      throw new MusterException(ErrorKind.INTERNAL, "no cluster was named");
    }
    return new ClusterLauncher(services, named, packageRef, site);
  }
}
