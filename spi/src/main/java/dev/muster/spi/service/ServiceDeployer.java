package dev.muster.spi.service;

/** Knows how to deploy one kind of service. Found by {@code ServiceLoader}. */
public interface ServiceDeployer {

  /** For instance {@code spark}. */
  String name();

  /**
   * Reads what is wanted; touches no node.
   *
   * @throws dev.muster.spi.ProblemsException INVALID with everything that is wrong with the options
   */
  ServiceDeployment open(ServiceSite site, ServiceOptions options);
}
