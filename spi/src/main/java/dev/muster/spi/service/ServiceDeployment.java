package dev.muster.spi.service;

import dev.muster.model.Node;
import dev.muster.spi.fleet.RemoteCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A service on the nodes of one cluster. First {@link #preflight}; when it finds nothing, {@link
 * #steps} in order; then {@link #endpoints}. The others but {@link #joining} need nothing before
 * them.
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

  /**
   * The steps that bring it to nodes that have just come, while it works on the others; known after
   * {@link #preflight}.
   *
   * @param fresh some of the site's nodes
   */
  List<ServiceStep> joining(List<Node> fresh);

  /** The steps that stop it and leave what is installed. */
  List<ServiceStep> stopping();

  /** The steps that start it again, until it is ready; they fetch and measure nothing. */
  List<ServiceStep> starting();

  /**
   * The steps after which nodes get no new work and what ran there has ended.
   *
   * @param patience until then what runs may go on; then it is left to its fate
   */
  List<ServiceStep> draining(Duration patience);

  /**
   * The command that prints its logs on a node, each line as {@code PROGRAM<tab>LINE}.
   *
   * @param lines of each log, counted from its end
   * @param follow whether what is added comes, too, until the command's input ends
   */
  RemoteCommand logs(int lines, boolean follow);

  /** How it is now, as the nodes say. */
  ServiceStatus status() throws InterruptedException;

  /**
   * The steps that do a small job and compare its result, and say so to the site's listener; none
   * for a service that has no such job.
   */
  default List<ServiceStep> proving() {
    return List.of();
  }

  /**
   * The steps that stop it and take everything of it off the nodes.
   *
   * @param keepData whether data stays that a later deployment takes up; only for services that say
   *     so in {@link ServiceDeployer#keepsData}
   */
  List<ServiceStep> removal(boolean keepData);
}
