package dev.muster.core.cluster;

import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterState;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Some nodes of a cluster, to be worked with over SSH. */
public final class ClusterHosts implements AutoCloseable {

  private final ClusterFleet fleet;
  private final Clock clock;
  private final List<Node> nodes;

  private ClusterHosts(ClusterFleet fleet, Clock clock, List<Node> nodes) {
    this.fleet = fleet;
    this.clock = clock;
    this.nodes = nodes;
  }

  /**
   * Opens it, and notes that the cluster is used; connects to nothing yet.
   *
   * @throws MusterException NOT_FOUND when the selection names what is not there
   */
  public static ClusterHosts open(
      Services services,
      Cluster cluster,
      NodeSelection selection,
      Reach reach,
      ClusterListener listener) {
    if (cluster.state() == ClusterState.DELETED) {
      throw new MusterException(ErrorKind.NOT_FOUND, "cluster " + cluster.name() + " is gone");
    }
    ClusterCatalog catalog = new ClusterCatalog(services);
    List<Node> nodes = selection.of(cluster.name().value(), catalog.nodes(cluster));
    catalog.touch(cluster);
    return new ClusterHosts(
        ClusterFleet.open(
            services.fleets().get(), ClusterCatalog.spec(cluster).auth(), nodes, reach, listener),
        services.clock(),
        nodes);
  }

  /** The nodes. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Their addresses, in the same order. */
  public List<HostAddress> addresses() {
    return ClusterFleet.addresses(nodes);
  }

  /** The fleet that reaches them. */
  public Fleet fleet() {
    return fleet.fleet();
  }

  /** Asks each node how it is now. */
  public LiveState live(Duration deadline) {
    Map<Integer, HostFacts> facts = new HashMap<>();
    List<HostProblem> problems = new HostProbe(fleet, clock).ask(nodes, facts, deadline);
    return new LiveState(facts, problems);
  }

  /**
   * Ids of the map runs whose driver lives on these nodes.
   *
   * @param end whether they are ended, too
   * @throws MusterException when a node cannot be asked
   */
  public List<String> drivers(Cluster cluster, boolean end, Duration deadline) {
    OutputCollector output = new OutputCollector();
    List<HostResult> results =
        fleet.exec(nodes, HostScripts.drivers(cluster, end), deadline, output);
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      HostResult result = results.get(i);
      if (!result.succeeded()) {
        HostProblem problem = HostProblem.of(nodes.get(i), "drivers", result, output.err(i));
        throw new MusterException(
            ErrorKind.UNAVAILABLE, nodes.get(i).address() + ": " + problem.why(), problem.hint());
      }
      runs.addAll(output.out(i).lines().toList());
    }
    return runs;
  }

  @Override
  public void close() {
    fleet.close();
  }

  /**
   * How nodes are now.
   *
   * @param facts of those that answered, by number
   * @param problems of those that did not
   */
  public record LiveState(Map<Integer, HostFacts> facts, List<HostProblem> problems) {
    public LiveState {
      facts = Map.copyOf(facts);
      problems = List.copyOf(problems);
    }
  }
}
