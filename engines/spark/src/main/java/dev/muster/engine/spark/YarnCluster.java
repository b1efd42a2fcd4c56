package dev.muster.engine.spark;

import java.util.List;
import java.util.Map;

/**
 * The YARN of a cluster that Muster has made.
 *
 * @param configuration folder on the head of Hadoop's configuration
 * @param nodes what each NodeManager that works gives away
 */
record YarnCluster(String configuration, List<Node> nodes) {

  /** Of Spark's application master in client mode, heap and overhead, rounded up (MiB). */
  private static final int MASTER_MIB = 1024;

  /** Spark starts no executor with less than 450 MiB of heap. */
  private static final int LEAST_HEAP = 512;

  private static final int MOST_HEAP = 1024;

  /** Spark's own least overhead (spark.executor.memoryOverhead). */
  private static final int LEAST_OVERHEAD = 384;

  YarnCluster {
    nodes = List.copyOf(nodes);
  }

  /**
   * What a node gives away.
   *
   * @param memoryMib of all containers together
   */
  record Node(int cores, int memoryMib) {}

  /**
   * One executor a node, as large as every node has room for beside the application's master. Most
   * of it is not Java's: tasks are processes of their own in the executor's container.
   *
   * @param workers tasks at once; 0 for as many as there are cores
   */
  void configure(Map<String, String> settings, int workers) {
    int cores = nodes.stream().mapToInt(Node::cores).min().orElse(1);
    int memory = nodes.stream().mapToInt(Node::memoryMib).min().orElse(0);
    int executors = Math.max(1, nodes.size());
    if (workers > 0) {
      executors = Math.min(executors, workers);
      cores = Math.max(1, Math.min(cores, workers / executors));
    }
    int container = Math.max(memory - MASTER_MIB, LEAST_HEAP + LEAST_OVERHEAD);
    int heap = Math.max(LEAST_HEAP, Math.min(MOST_HEAP, container / 4));
    settings.putIfAbsent("spark.executor.instances", Integer.toString(executors));
    settings.putIfAbsent("spark.executor.cores", Integer.toString(cores));
    if (!settings.containsKey("spark.executor.memory")) {
      settings.put("spark.executor.memory", heap + "m");
      settings.putIfAbsent(
          "spark.executor.memoryOverhead", Math.max(LEAST_OVERHEAD, container - heap) + "m");
    }
  }
}
