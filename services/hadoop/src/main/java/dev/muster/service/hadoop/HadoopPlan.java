package dev.muster.service.hadoop;

import dev.muster.hosts.HostMeasure;
import dev.muster.hosts.HostMeasure.Java;
import dev.muster.hosts.HostNeeds;
import dev.muster.hosts.HostPorts;
import dev.muster.hosts.JavaRange;
import dev.muster.hosts.ShippedJava;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which program of Hadoop runs where, and with how much; worked out from what hosts said.
 *
 * @param version of Hadoop, for instance {@code 3.4.2}
 * @param replication of each block
 * @param hosts in the order of the nodes
 */
record HadoopPlan(String version, int replication, List<Host> hosts) {

  /** Hadoop 3.4 documents 8 and 11; 17 is what it is tested with here. */
  static final JavaRange JAVA = new JavaRange(8, 17);

  private static final int MOST_REPLICATION = 3;
  private static final long SYSTEM_MEMORY = 1024;
  private static final int SYSTEM_SHARE = 10;

  /** MiB that are left to what runs on the head beside: clients, drivers. */
  private static final long CLIENT_MEMORY = 1024;

  /** A program has a sixteenth of its host, within these bounds, in MiB. */
  private static final int HEAP_SHARE = 16;

  private static final long LEAST_HEAP = 256;
  private static final long MOST_HEAP = 4096;

  HadoopPlan {
    hosts = List.copyOf(hosts);
  }

  /**
   * A host's part.
   *
   * @param java that runs Hadoop there; {@link Java#NONE} when none fits
   * @param programs that it has
   * @param heapMib of each of them
   * @param cores that YARN may give away there
   * @param memoryMib that YARN may give away there; too little shows as a problem
   * @param ports of its programs by name
   */
  record Host(
      Node node,
      HostMeasure measure,
      Java java,
      List<HadoopProgram> programs,
      long heapMib,
      int cores,
      long memoryMib,
      Map<String, Integer> ports) {

    Host {
      programs = List.copyOf(programs);
      ports = Map.copyOf(ports);
    }

    boolean head() {
      return programs.contains(HadoopProgram.NAMENODE);
    }

    boolean works() {
      return programs.contains(HadoopProgram.DATANODE);
    }

    /** An address of its own with a port: {@code 10.0.0.1:9866}. */
    String at(String port) {
      return HostPorts.bracketed(measure.address()) + ":" + ports.getOrDefault(port, 0);
    }

    HostNeeds needs() {
      return new HostNeeds(node, measure, java, ports);
    }

    /** The folder of what outlives an undeployment that keeps data. */
    String data() {
      return measure.base().replaceFirst("/services/[^/]*$", "/data/hadoop");
    }
  }

  /**
   * Works it out.
   *
   * @param measures by number of node; nodes without one are left out
   * @param shipped the Java that hosts get, null when they have one
   */
  static HadoopPlan of(
      List<Node> nodes,
      Map<Integer, HostMeasure> measures,
      HadoopOptions options,
      String version,
      @Nullable ShippedJava shipped) {
    boolean others = nodes.stream().anyMatch(node -> node.role() == NodeRole.WORKER);
    List<Host> hosts = new ArrayList<>();
    for (Node node : nodes) {
      HostMeasure measure = measures.get(node.number());
      if (measure == null) {
        continue;
      }
      boolean head = node.role() == NodeRole.HEAD;
      // One that worked when the cluster was smaller has data and goes on.
      boolean worked = measure.states().containsKey(HadoopProgram.DATANODE.label());
      List<HadoopProgram> programs = new ArrayList<>();
      if (head) {
        programs.addAll(HadoopProgram.ofHead());
      }
      if (!head || !others || options.headWorks() || worked) {
        programs.addAll(HadoopProgram.ofWorkers());
      }
      long heap =
          options.heapMib() > 0
              ? options.heapMib()
              : Math.max(LEAST_HEAP, Math.min(MOST_HEAP, measure.memoryMib() / HEAP_SHARE));
      hosts.add(
          new Host(
              node,
              measure,
              shipped == null ? JAVA.newest(measure) : shipped.on(measure),
              programs,
              heap,
              options.cores() > 0 ? options.cores() : Math.max(1, measure.cores()),
              options.memoryMib() > 0
                  ? options.memoryMib()
                  : spare(measure.memoryMib(), programs.size() * heap, head),
              HadoopPorts.choosing(options.ports()).choose(measure, HadoopPorts.of(programs))));
    }
    long working = hosts.stream().filter(Host::works).count();
    return new HadoopPlan(
        version,
        options.replication() > 0
            ? options.replication()
            : (int) Math.max(1, Math.min(MOST_REPLICATION, working)),
        hosts);
  }

  /** A tenth is the system's, something Hadoop's own. */
  private static long spare(long memoryMib, long heaps, boolean head) {
    return memoryMib
        - Math.max(SYSTEM_MEMORY, memoryMib / SYSTEM_SHARE)
        - heaps
        - (head ? CLIENT_MEMORY : 0);
  }

  /** The one with the NameNode and the ResourceManager. */
  Host head() {
    return hosts.stream()
        .filter(Host::head)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no head answered"));
  }

  /** Those with a DataNode and a NodeManager. */
  List<Host> workers() {
    return hosts.stream().filter(Host::works).toList();
  }

  /** For instance {@code hdfs://10.0.0.1:9000}. */
  String fs() {
    return "hdfs://" + head().at(HadoopPorts.FS);
  }

  /** What a container can have at most, in MiB. */
  long largestMemory() {
    return workers().stream().mapToLong(Host::memoryMib).max().orElse(0);
  }

  /** How many cores a container can have at most. */
  int largestCores() {
    return workers().stream().mapToInt(Host::cores).max().orElse(1);
  }
}
