package dev.muster.service.spark;

import dev.muster.hosts.HostMeasure;
import dev.muster.hosts.HostMeasure.Java;
import dev.muster.hosts.HostNeeds;
import dev.muster.hosts.HostPorts;
import dev.muster.hosts.ShippedJava;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
      HostMeasure measure,
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

    HostNeeds needs() {
      return new HostNeeds(node, measure, java, ports);
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
      Map<Integer, HostMeasure> measures,
      SparkOptions options,
      String version,
      String scala,
      @Nullable ShippedJava shipped) {
    boolean others = nodes.stream().anyMatch(node -> node.role() == NodeRole.WORKER);
    List<Host> hosts = new ArrayList<>();
    for (Node node : nodes) {
      HostMeasure measure = measures.get(node.number());
      if (measure != null) {
        boolean head = node.role() == NodeRole.HEAD;
        // One that worked when the cluster was smaller goes on: jobs may run there.
        boolean worked = measure.states().containsKey("worker");
        boolean works = !head || !others || options.headWorks() || worked;
        hosts.add(
            new Host(
                node,
                measure,
                shipped == null ? SparkJava.range(version).newest(measure) : shipped.on(measure),
                head,
                works,
                options.cores() > 0 ? options.cores() : Math.max(1, measure.cores()),
                options.memoryMib() > 0 ? options.memoryMib() : spare(measure.memoryMib(), head),
                ports(options).choose(measure, names(head, works))));
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
    return "spark://"
        + HostPorts.bracketed(head().measure().address())
        + ":"
        + head().port("master");
  }

  /** Memory that an executor may have on every worker, in MiB. */
  long executorMemory() {
    return hosts.stream().filter(Host::worker).mapToLong(Host::memoryMib).min().orElse(0);
  }

  /** A tenth is the system's, and on the head something is the Master's and the drivers'. */
  private static long spare(long memoryMib, boolean head) {
    return memoryMib
        - Math.max(SYSTEM_MEMORY, memoryMib / SYSTEM_SHARE)
        - (head ? MASTER_MEMORY + DRIVER_MEMORY : 0);
  }

  private static List<String> names(boolean master, boolean worker) {
    List<String> names = new ArrayList<>();
    if (master) {
      names.addAll(List.of("master", "ui"));
    }
    if (worker) {
      names.addAll(List.of("worker", "worker_ui"));
    }
    return names;
  }

  /** How ports are chosen. */
  static HostPorts ports(SparkOptions options) {
    return new HostPorts(USUAL_PORTS, options.ports(), SparkPlan::program);
  }

  /** The program that has a port. */
  private static String program(String port) {
    return port.startsWith("worker") ? "worker" : "master";
  }
}
