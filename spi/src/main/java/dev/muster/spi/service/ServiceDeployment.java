package dev.muster.spi.service;

import java.util.List;
import java.util.Map;

/**
 * A service on the nodes of one cluster. First {@link #preflight}; when it finds nothing, {@link
 * #steps} in order; then {@link #endpoints}. {@link #status} and {@link #removal} need nothing
 * before them.
 */
public interface ServiceDeployment {

  /**
   * Looks at all nodes and changes none of them; what is missing here is fetched.
   *
   * @return what has to be put right before anything is started
   */
  List<ServiceProblem> preflight() throws InterruptedException;

  /** The version that is deployed; known after {@link #preflight}. */
  String version();

  /** The steps that deploy it; known after {@link #preflight}. */
  List<ServiceStep> steps();

  /** Name to address, for instance {@code master}; known after {@link #preflight}. */
  Map<String, String> endpoints();

  /** How it is now, as the nodes say. */
  ServiceStatus status() throws InterruptedException;

  /** The steps that stop it and take everything of it off the nodes. */
  List<ServiceStep> removal();
}
