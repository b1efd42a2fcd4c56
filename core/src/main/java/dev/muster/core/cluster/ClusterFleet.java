package dev.muster.core.cluster;

import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterAuth;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.FileParts;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.FleetFactory;
import dev.muster.spi.fleet.FleetListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostKeyPolicy;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The hosts of a cluster as a fleet; speaks of nodes where the fleet speaks of hosts. */
final class ClusterFleet implements AutoCloseable {

  private final Fleet fleet;

  private ClusterFleet(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Opens all nodes of a cluster; connects to nothing yet. */
  static ClusterFleet of(
      Services services, Cluster cluster, Reach reach, ClusterListener listener) {
    return open(
        services.fleets().get(),
        ClusterCatalog.spec(cluster).auth(),
        new ClusterCatalog(services).nodes(cluster),
        reach,
        listener);
  }

  /**
   * Opens it; connects to nothing yet.
   *
   * @param nodes that will be worked with; those of this machine are reached without SSH
   */
  static ClusterFleet open(
      FleetFactory factory,
      ClusterAuth auth,
      List<Node> nodes,
      Reach reach,
      ClusterListener listener) {
    Path key = auth.key();
    boolean without = reach.forgetKey() && key != null && !Files.exists(key);
    FleetAccess access =
        FleetAccess.builder()
            .user(auth.user())
            .key(without ? null : key)
            .port(auth.port())
            .proxyJump(auth.proxyJump())
            .agent(auth.agent())
            .knownHosts(auth.knownHosts())
            .hostKeys(reach.acceptNew() ? HostKeyPolicy.ACCEPT_NEW : HostKeyPolicy.STRICT)
            .parallel(reach.parallel())
            .connectTimeout(reach.connectTimeout())
            .local(
                nodes.stream()
                    .filter(node -> node.provider().equals(ClusterPlan.LOCAL))
                    .map(Node::address)
                    .collect(Collectors.toSet()))
            .build();
    FleetListener says =
        new FleetListener() {
          @Override
          public void hostKeyAccepted(
              HostAddress host, String type, String fingerprint, Path file) {
            listener.note(
                host
                    + ": its key is trusted from now on: "
                    + type
                    + " "
                    + fingerprint
                    + " in "
                    + file);
          }
        };
    return new ClusterFleet(factory.open(access, says));
  }

  /** The fleet itself. */
  Fleet fleet() {
    return fleet;
  }

  /** Their addresses, in their order. */
  static List<HostAddress> addresses(List<Node> nodes) {
    return nodes.stream().map(Node::address).toList();
  }

  /** Runs a command on nodes. */
  List<HostResult> exec(
      List<Node> nodes, RemoteCommand command, Duration deadline, ExecListener listener) {
    return fleet.exec(addresses(nodes), command, deadline, listener);
  }

  /** Runs a command on nodes; those where it did not end with 0, with its last words. */
  List<HostProblem> require(
      List<Node> nodes, String step, RemoteCommand command, Duration deadline) {
    OutputCollector output = new OutputCollector();
    List<HostResult> results = exec(nodes, command, deadline, output);
    List<HostProblem> problems = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (!results.get(i).succeeded()) {
        String words = output.err(i).isBlank() ? output.out(i) : output.err(i);
        problems.add(HostProblem.of(nodes.get(i), step, results.get(i), words));
      }
    }
    return problems;
  }

  /** Copies a file or folder to nodes; those that have not got it. */
  List<HostProblem> put(
      List<Node> nodes,
      String step,
      Path local,
      String remote,
      CopyOptions options,
      CopyListener listener) {
    return problems(nodes, step, fleet.put(addresses(nodes), local, remote, options, listener));
  }

  /** Copies files that are parts of others to a folder of nodes; those that have not got them. */
  List<HostProblem> put(
      List<Node> nodes,
      String step,
      FileParts files,
      String remote,
      CopyOptions options,
      CopyListener listener) {
    return problems(nodes, step, fleet.put(addresses(nodes), files, remote, options, listener));
  }

  private static List<HostProblem> problems(
      List<Node> nodes, String step, List<CopyResult> results) {
    List<HostProblem> problems = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      HostFailure failure = results.get(i).failure();
      if (failure != null) {
        problems.add(HostProblem.of(nodes.get(i), step, failure));
      }
    }
    return problems;
  }

  @Override
  public void close() {
    fleet.close();
  }
}
