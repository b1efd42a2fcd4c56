package dev.muster.core.cluster;

import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterSpec;
import dev.muster.model.ClusterState;
import dev.muster.model.Node;
import dev.muster.model.NodeState;
import dev.muster.protocol.Json;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes over a cluster that stands on its hosts but not in this ledger. */
public final class ClusterAdoption {

  private static final Duration QUICK = Duration.ofMinutes(1);

  private final Services services;
  private final ClusterListener listener;
  private final Ledger ledger;

  public ClusterAdoption(Services services, ClusterListener listener) {
    this.services = services;
    this.listener = listener;
    ledger = services.ledger().get();
  }

  /**
   * Reads what the hosts say of the cluster, and writes it to the ledger.
   *
   * @param spec its name, hosts and how they are reached
   * @return with the hosts that did not know the cluster; complete when all did
   * @throws MusterException CONFLICT when this ledger has a cluster of the name, or the hosts
   *     belong to different ones
   */
  public OperationResult adopt(ClusterSpec spec, Reach reach) {
    if (ledger.read(tx -> tx.clusters().find(spec.name())).isPresent()) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "cluster " + spec.name() + " is in this ledger already",
          "muster cluster info " + spec.name());
    }
    List<Node> asked = ClusterPlan.nodes("", spec);
    List<HostProblem> problems = new ArrayList<>();
    Map<Integer, Marker> markers = new HashMap<>();
    Map<Integer, HostFacts> facts = new HashMap<>();
    try (ClusterFleet fleet =
        ClusterFleet.open(services.fleets().get(), spec.auth(), asked, reach, listener)) {
      read(fleet, spec, asked, markers, problems);
      List<Node> ours = asked.stream().filter(node -> markers.containsKey(node.number())).toList();
      problems.addAll(new HostProbe(fleet, services.clock()).ask(ours, facts, QUICK));
    }
    List<String> ids = markers.values().stream().map(Marker::id).distinct().toList();
    if (ids.size() > 1) {
      throw new MusterException(
          ErrorKind.CONFLICT,
          "these hosts belong to "
              + ids.size()
              + " clusters of the name "
              + spec.name()
              + ": "
              + ids,
          "name the hosts of one of them");
    }
    if (!problems.isEmpty()) {
      return new OperationResult(
          cluster(spec, new Marker("", "", Instant.EPOCH)), asked, problems, false);
    }
    return write(spec, asked, markers.values().iterator().next(), facts);
  }

  private static void read(
      ClusterFleet fleet,
      ClusterSpec spec,
      List<Node> asked,
      Map<Integer, Marker> markers,
      List<HostProblem> problems) {
    OutputCollector output = new OutputCollector();
    List<HostResult> results =
        fleet.exec(asked, HostScripts.marker(spec.name().value()), QUICK, output);
    for (int i = 0; i < asked.size(); i++) {
      Node node = asked.get(i);
      HostResult result = results.get(i);
      Integer code = result.exitCode();
      Marker marker = result.succeeded() ? Marker.parse(output.out(i)) : null;
      if (marker != null) {
        markers.put(node.number(), marker);
      } else if (code != null && (code == HostScripts.NO_CLUSTER || code == 0)) {
        problems.add(
            new HostProblem(
                node,
                "marker",
                "it has no cluster " + spec.name(),
                "leave it out, or muster cluster create " + spec.name()));
      } else {
        problems.add(HostProblem.of(node, "marker", result, output.err(i)));
      }
    }
  }

  private OperationResult write(
      ClusterSpec spec, List<Node> asked, Marker marker, Map<Integer, HostFacts> facts) {
    Cluster adopted = cluster(spec, marker);
    List<Node> nodes =
        asked.stream()
            .map(
                node -> {
                  HostFacts said = facts.get(node.number());
                  return new Node(
                      adopted.id(),
                      node.number(),
                      node.address(),
                      node.role(),
                      NodeState.READY,
                      node.provider(),
                      said == null ? Map.of() : said.values());
                })
            .toList();
    try (HeldLease lease = ClusterLease.of(services, adopted)) {
      ledger.write(
          tx -> {
            if (tx.clusters().find(adopted.id()).isPresent()) {
              tx.clusters().update(adopted, lease.get()); // it was forgotten here
            } else {
              tx.clusters().insert(adopted);
            }
            tx.clusters().putNodes(nodes, lease.get());
            return true;
          });
    }
    return new OperationResult(adopted, nodes, List.of(), true);
  }

  private Cluster cluster(ClusterSpec spec, Marker marker) {
    Instant now = services.clock().instant();
    return new Cluster(
        marker.id(),
        spec.name(),
        spec.provider(),
        ClusterSpecs.write(spec),
        ClusterState.READY,
        marker.owner(),
        marker.created(),
        now,
        now);
  }

  /** What a host says of its cluster. */
  private record Marker(String id, String owner, Instant created) {

    static @Nullable Marker parse(String text) {
      try {
        Map<String, @Nullable Object> all = Json.parseObject(text);
        String id = String.valueOf(all.get("muster-cluster"));
        return id.matches("[0-9a-f]{16}")
            ? new Marker(
                id,
                String.valueOf(all.get("muster-owner")),
                Instant.parse(String.valueOf(all.get("created"))))
            : null;
      } catch (RuntimeException e) {
        return null; // not written by Muster
      }
    }
  }
}
