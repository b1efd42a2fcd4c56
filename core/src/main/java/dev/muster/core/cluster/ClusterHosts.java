package dev.muster.core.cluster;

import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterState;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.Fleet;
import java.time.Clock;
import java.time.Duration;
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
            services.fleets().get(), ClusterCatalog.spec(cluster).auth(), reach, listener),
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
