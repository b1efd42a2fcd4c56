package dev.muster.core.cluster;

import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.Node;
import dev.muster.model.ServiceRecord;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import dev.muster.spi.service.ServiceDeployment;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the programs of services have logged on the hosts of a cluster. */
public final class ClusterLogs implements AutoCloseable {

  /** Lines of a log that can be asked for. */
  public static final int MOST_LINES = 100_000;

  private static final Duration ONCE = Duration.ofMinutes(5);
  private static final Duration FOLLOWING = Duration.ofDays(365);

  private final Cluster cluster;
  private final ClusterServices deployed;
  private final List<ServiceRecord> which;
  private final List<Node> all;
  private final List<Node> nodes;
  private final ClusterFleet fleet;

  private ClusterLogs(
      Cluster cluster,
      ClusterServices deployed,
      List<ServiceRecord> which,
      List<Node> all,
      List<Node> nodes,
      ClusterFleet fleet) {
    this.cluster = cluster;
    this.deployed = deployed;
    this.which = which;
    this.all = all;
    this.nodes = nodes;
    this.fleet = fleet;
  }

  /**
   * Opens it; connects to nothing yet.
   *
   * @param service null for all that are deployed
   * @throws MusterException NOT_FOUND for a service or a host that is not there
   */
  public static ClusterLogs open(
      Services services,
      Cluster cluster,
      @Nullable String service,
      NodeSelection selection,
      Reach reach,
      ClusterListener listener) {
    ClusterServices deployed = new ClusterServices(services, listener);
    List<ServiceRecord> which =
        service == null ? deployed.of(cluster) : List.of(deployed.require(cluster, service));
    if (which.isEmpty()) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "there is no service on cluster " + cluster.name(),
          "muster cluster deploy " + cluster.name() + " spark");
    }
    List<Node> all = deployed.working(cluster);
    return new ClusterLogs(
        cluster,
        deployed,
        which,
        all,
        selection.of(cluster.name().value(), all),
        ClusterFleet.of(services, cluster, reach, listener));
  }

  /** The nodes whose logs they are. */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * Prints the ends of logs, one service after the other.
   *
   * @param lines of each log
   * @param follow until the thread is interrupted
   * @param listeners by name of service; lines are {@code PROGRAM<tab>LINE}
   */
  public List<HostResult> print(
      int lines, boolean follow, Function<String, ExecListener> listeners) {
    if (follow && which.size() > 1) {
      throw new MusterException(
          ErrorKind.USAGE,
          "the logs of one service can be followed at a time",
          "name one of " + which.stream().map(ServiceRecord::name).toList());
    }
    List<HostResult> results = new ArrayList<>();
    for (ServiceRecord service : which) {
      results.addAll(print(service, lines, follow, listeners.apply(service.name())));
    }
    return results;
  }

  private List<HostResult> print(
      ServiceRecord service, int lines, boolean follow, ExecListener listener) {
    ServiceDeployment deployment = deployed.open(cluster, service, all, fleet);
    RemoteCommand command = deployment.logs(lines, follow);
    // Nothing is ever written to it: its end tells the hosts that nobody listens any more.
    RemoteInput silence = host -> new PipedInputStream(new PipedOutputStream());
    return fleet.exec(
        nodes, follow ? command.withInput(silence) : command, follow ? FOLLOWING : ONCE, listener);
  }

  @Override
  public void close() {
    fleet.close();
  }
}
