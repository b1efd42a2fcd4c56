package dev.muster.spi.service;

import java.util.Set;

/** Knows how to deploy one kind of service. Found by {@code ServiceLoader}. */
public interface ServiceDeployer {

  /** For instance {@code spark}. */
  String name();

  /** Names of options whose values are paths of this machine; they are handed over absolute. */
  default Set<String> localPaths() {
    return Set.of();
  }

  /** Whether it has data that can outlive it. */
  default boolean keepsData() {
    return false;
  }

  /**
   * Reads what is wanted; touches no node.
   *
   * @throws dev.muster.spi.ProblemsException INVALID with everything that is wrong with the options
   */
  ServiceDeployment open(ServiceSite site, ServiceOptions options);
}
