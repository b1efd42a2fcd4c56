package dev.muster.core.cluster;

import dev.muster.model.Cluster;
import dev.muster.model.ClusterAuth;
import dev.muster.model.ClusterState;
import dev.muster.model.HostAddress;
import dev.muster.model.Intent;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The hosts on which something may be left, and what the journal says of them. */
final class LeftoverHosts {

  static final Duration QUICK = Duration.ofMinutes(2);
  private static final int CLUSTERS = 10_000;
  private static final int BYTES = 1 << 20;

  private final Ledger ledger;

  LeftoverHosts(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Hosts that are reached in one way. */
  record Site(ClusterAuth auth, List<Node> nodes) {
    Node node(HostAddress host) {
      return nodes.stream().filter(node -> node.address().equals(host)).findFirst().orElseThrow();
    }
  }

  /** All clusters that this ledger knows, those that are gone among them. */
  List<Cluster> clusters() {
    return ledger.read(tx -> tx.clusters().list(true, CLUSTERS));
  }

  /** Hosts that were named. */
  static Site named(List<HostAddress> hosts, ClusterAuth auth) {
    List<Node> nodes = new ArrayList<>();
    for (HostAddress host : hosts) {
      nodes.add(
          new Node("", nodes.size() + 1, host, NodeRole.WORKER, NodeState.NEW, "ssh", Map.of()));
    }
    return new Site(auth, nodes);
  }

  /**
   * Hosts of this ledger's clusters; of those that are gone the ones whose folder the journal does
   * not know to be gone. A host of several clusters is looked at once.
   */
  List<Site> known(List<Cluster> clusters) {
    List<Site> sites = new ArrayList<>();
    Set<HostAddress> seen = new HashSet<>();
    for (Cluster cluster : clusters) {
      List<Node> nodes =
          ledger.read(
              tx ->
                  tx.clusters().nodes(cluster.id()).stream()
                      .filter(
                          node ->
                              cluster.state() != ClusterState.DELETED
                                  || !unsettled(tx, cluster, node.address()).isEmpty())
                      .filter(node -> !seen.contains(node.address()))
                      .toList());
      nodes.forEach(node -> seen.add(node.address()));
      if (!nodes.isEmpty()) {
        sites.add(new Site(ClusterCatalog.spec(cluster).auth(), nodes));
      }
    }
    return sites;
  }

  /** What is on hosts; those that do not say it are problems. */
  static Map<HostAddress, List<Leftover>> look(
      ClusterFleet fleet, List<Node> nodes, String step, List<HostProblem> problems) {
    OutputCollector output = new OutputCollector(BYTES);
    List<HostResult> results = fleet.exec(nodes, HostScripts.leftovers(), QUICK, output);
    Map<HostAddress, List<Leftover>> found = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      HostAddress host = nodes.get(i).address();
      List<Leftover> said = results.get(i).succeeded() ? Leftover.parse(host, output.out(i)) : null;
      if (said == null) {
        problems.add(HostProblem.of(nodes.get(i), step, results.get(i), output.err(i)));
      } else {
        found.put(host, said);
      }
    }
    return found;
  }

  /** Folders of clusters that are gone, which a host is now known not to have. */
  void settle(HostAddress host, List<Leftover> left, Collection<Cluster> clusters) {
    for (Cluster cluster : clusters) {
      if (cluster.state() == ClusterState.DELETED
          && left.stream().noneMatch(one -> one.cluster().equals(cluster.id()))) {
        String folder = HostFolder.resource(cluster, host);
        ledger.write(
            tx -> {
              for (Intent intent : unsettled(tx, cluster, host)) {
                String resource = intent.resource() == null ? folder : intent.resource();
                if (intent.state() == Intent.State.OPEN) {
                  tx.intents().done(intent.id(), resource);
                }
                if (intent.action() == Intent.Action.CREATE) {
                  Intent gone =
                      tx.intents().open(intent.kind(), Intent.Action.DELETE, intent.tags());
                  tx.intents().done(gone.id(), resource);
                }
              }
              return true;
            });
      }
    }
  }

  private static List<Intent> unsettled(Transaction tx, Cluster cluster, HostAddress host) {
    Map<String, String> tags = Map.of("muster-cluster", cluster.id(), "host", host.toString());
    List<Intent> all = new ArrayList<>(tx.intents().list(Intent.State.OPEN, tags));
    all.addAll(tx.intents().standing(tags));
    Set<String> kinds = Set.of(HostFolder.KIND, PackageInstallation.KIND);
    all.removeIf(intent -> !kinds.contains(intent.kind()));
    return all;
  }
}
