package dev.muster.service.spark;

import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.service.spark.SparkMeasure.Java;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which program of Spark runs where, and with how much; worked out from what hosts said.
 *
 * @param version of Spark, for instance {@code 4.1.1}
 * @param scala of its jars
 * @param hosts in the order of the nodes
 */
record SparkPlan(String version, String scala, List<Host> hosts) {

  /** MiB of a Master. */
  static final long MASTER_MEMORY = 1024;

  /** MiB that are left to drivers on the head. */
  static final long DRIVER_MEMORY = 1024;

  private static final long SYSTEM_MEMORY = 1024;
  private static final int SYSTEM_SHARE = 10;

  /** Ports that Spark itself takes by default (its docs, standalone mode); a worker's is ours. */
  private static final Map<String, Integer> USUAL_PORTS =
      Map.of("master", 7077, "ui", 8080, "worker", 7078, "worker_ui", 8081);

  private static final int PORTS_TRIED = 50;

  SparkPlan {
    hosts = List.copyOf(hosts);
  }

  /**
   * A host's part.
   *
   * @param java that runs Spark there; empty path when none fits
   * @param master whether it has the Master
   * @param worker whether it has a worker
   * @param cores of the worker
   * @param memoryMib of the worker; too little shows as a problem
   * @param ports of its programs by name
   */
  record Host(
      Node node,
      SparkMeasure measure,
      Java java,
      boolean master,
      boolean worker,
      int cores,
      long memoryMib,
      Map<String, Integer> ports) {

    Host {
      ports = Map.copyOf(ports);
    }

    int port(String name) {
      return ports.getOrDefault(name, 0);
    }
  }

  /**
   * Works it out.
   *
   * @param measures by number of node; nodes without one are left out
   * @param shipped the Java that hosts get, null when they have one
   */
  static SparkPlan of(
      List<Node> nodes,
      Map<Integer, SparkMeasure> measures,
      SparkOptions options,
      String version,
      String scala,
      @Nullable ShippedJava shipped) {
    boolean others = nodes.stream().anyMatch(node -> node.role() == NodeRole.WORKER);
    List<Host> hosts = new ArrayList<>();
    for (Node node : nodes) {
      SparkMeasure measure = measures.get(node.number());
      if (measure != null) {
        boolean head = node.role() == NodeRole.HEAD;
        // One that worked when the cluster was smaller goes on: jobs may run there.
        boolean worked = measure.states().containsKey("worker");
        boolean works = !head || !others || options.headWorks() || worked;
        hosts.add(
            new Host(
                node,
                measure,
                shipped == null
                    ? java(measure, JavaRange.of(version)).orElse(new Java("", ""))
                    : new Java(
                        shipped.distribution().version(),
                        measure.base() + "/" + shipped.home() + "/bin/java"),
                head,
                works,
                options.cores() > 0 ? options.cores() : Math.max(1, measure.cores()),
                options.memoryMib() > 0 ? options.memoryMib() : spare(measure.memoryMib(), head),
                ports(measure, options, head, works)));
      }
    }
    return new SparkPlan(version, scala, hosts);
  }

  /** The one with the Master. */
  Host head() {
    return hosts.stream()
        .filter(Host::master)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no head answered"));
  }

  /** For instance {@code spark://10.0.0.1:7077}. */
  String url() {
    return "spark://" + bracketed(head().measure().address()) + ":" + head().port("master");
  }

  /** Memory that an executor may have on every worker, in MiB. */
  long executorMemory() {
    return hosts.stream().filter(Host::worker).mapToLong(Host::memoryMib).min().orElse(0);
  }

  static String bracketed(String address) {
    return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
  }

  /** A tenth is the system's, and on the head something is the Master's and the drivers'. */
  private static long spare(long memoryMib, boolean head) {
    return memoryMib
        - Math.max(SYSTEM_MEMORY, memoryMib / SYSTEM_SHARE)
        - (head ? MASTER_MEMORY + DRIVER_MEMORY : 0);
  }

  /** The newest that fits, found ones of the same version in their order. */
  private static Optional<Java> java(SparkMeasure measure, JavaRange range) {
    return measure.javas().stream()
        .filter(java -> range.has(java.feature()))
        .min(Comparator.comparing(java -> -java.feature()));
  }

  private static Map<String, Integer> ports(
      SparkMeasure measure, SparkOptions options, boolean master, boolean worker) {
    Map<String, Integer> ports = new HashMap<>();
    for (String name :
        List.of(master ? "master,ui" : "", worker ? "worker,worker_ui" : "").stream()
            .flatMap(names -> List.of(names.split(",", -1)).stream())
            .filter(one -> !one.isEmpty())
            .toList()) {
      Integer stated = options.ports().get(name);
      Integer before = measure.ports().get(name);
      ports.put(
          name,
          stated != null
              ? stated
              : before != null && measure.runs(program(name))
                  ? before
                  : free(USUAL_PORTS.getOrDefault(name, 0), measure.listening(), ports));
    }
    return ports;
  }

  /** The program that has a port. */
  static String program(String port) {
    return port.startsWith("worker") ? "worker" : "master";
  }

  private static int free(int usual, Set<Integer> listening, Map<String, Integer> ports) {
    for (int port = usual; port < usual + PORTS_TRIED; port++) {
      if (!listening.contains(port)
          && !ports.containsValue(port)
          && (port == usual || !USUAL_PORTS.containsValue(port))) {
        return port;
      }
    }
    return usual; // shows as a problem
  }
}
