package dev.muster.core.cluster;

import dev.muster.model.Cluster;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.protocol.Json;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import dev.muster.spi.fleet.ScriptText;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The commands that prepare a host. All a cluster has there is in {@code ~/.muster/clusters/NAME},
 * beside what its file mounts name.
 */
final class HostScripts {

  /** The exit code of a claim when another cluster has the folder. */
  static final int TAKEN = 75;

  /** The exit code when there is no cluster of the name on a host. */
  static final int NO_CLUSTER = 66;

  private HostScripts() {}

  /** Says facts; changes nothing. */
  static RemoteCommand probe() {
    return RemoteCommand.script(text("probe.sh"));
  }

  /**
   * Makes the cluster's folder; may be run again.
   *
   * @param nodes where; each reads its own number, so that two with one home folder are seen
   * @param removed numbers of nodes that have left; what they left behind is taken over
   */
  static RemoteCommand claim(Cluster cluster, List<Node> nodes, List<Integer> removed) {
    String gone = removed.stream().map(number -> " " + number).collect(Collectors.joining());
    Map<HostAddress, byte[]> numbers = new HashMap<>();
    for (Node node : nodes) {
      String line = node.number() + gone + "\n";
      numbers.put(node.address(), line.getBytes(StandardCharsets.UTF_8));
    }
    return RemoteCommand.of(
            "sh",
            "-c",
            text("claim.sh"),
            "sh",
            cluster.name().value(),
            cluster.id(),
            record(cluster))
        .withInput(host -> new ByteArrayInputStream(numbers.getOrDefault(host, new byte[0])));
  }

  /** Removes the cluster's folder and mounts; may be run again. */
  static RemoteCommand release(Cluster cluster) {
    return RemoteCommand.script(
        text("shells.sh") + text("release.sh"), cluster.name().value(), cluster.id());
  }

  /** Notes that a path will be the cluster's. */
  static RemoteCommand mounting(Cluster cluster, String remote) {
    return RemoteCommand.script(text("mounting.sh"), cluster.name().value(), remote);
  }

  /**
   * Names the map runs whose driver lives on a head.
   *
   * @param end whether they are ended, too
   */
  static RemoteCommand drivers(Cluster cluster, boolean end) {
    return RemoteCommand.script(text("drivers.sh"), cluster.name().value(), end ? "end" : "look");
  }

  /** Says what of Muster's clusters is on a host; changes nothing. */
  static RemoteCommand leftovers() {
    return RemoteCommand.script(text("leftovers.sh"));
  }

  /**
   * Takes away what is left of a cluster; may be run again.
   *
   * @param name empty when no folder says it
   * @param id empty when no folder says it
   */
  static RemoteCommand sweep(String name, String id) {
    return RemoteCommand.script(
        text("shells.sh") + text("sweep.sh") + text("release.sh"),
        name.isEmpty() ? "-" : name,
        id.isEmpty() ? "-" : id);
  }

  /** Prints the record of a cluster. */
  static RemoteCommand marker(String name) {
    return RemoteCommand.script(text("marker.sh"), name);
  }

  /**
   * Runs the user's own lines, kept on the host as a file of their own.
   *
   * @param name of the file
   */
  static RemoteCommand setup(
      Cluster cluster, String name, List<String> lines, Map<String, String> environment) {
    String text = String.join("\n", lines) + "\n";
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    String folder = ".muster/clusters/" + cluster.name();
    return RemoteCommand.of("sh", "-c", text("setup.sh"), "sh", folder, name, bytes + "")
        .withInput(RemoteInput.text(text))
        .withEnvironment(environment);
  }

  /** What stands on the hosts, so that a cluster can be adopted where the ledger is lost. */
  static String record(Cluster cluster) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("managed-by", "muster");
    record.put("muster-cluster", cluster.id());
    record.put("muster-owner", cluster.owner());
    record.put("name", cluster.name().value());
    record.put("created", cluster.created().toString());
    return Json.write(record);
  }

  private static String text(String name) {
    return ScriptText.of(HostScripts.class, name);
  }
}
