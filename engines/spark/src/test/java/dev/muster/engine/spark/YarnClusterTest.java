package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.spark.YarnCluster.Node;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How large executors are made for the nodes of a YARN. */
class YarnClusterTest {

  private static Map<String, String> settings(
      int workers, Map<String, String> before, Node... nodes) {
    Map<String, String> settings = new TreeMap<>(before);
    new YarnCluster("/conf", List.of(nodes)).configure(settings, workers);
    return settings;
  }

  @Test
  void oneExecutorANodeLeavesRoomForTheMasterAndForTasks() {
    assertThat(settings(0, Map.of(), new Node(4, 8192), new Node(2, 6144)))
        .containsEntry("spark.executor.instances", "2")
        .containsEntry("spark.executor.cores", "2")
        .containsEntry("spark.executor.memory", "1024m")
        .containsEntry("spark.executor.memoryOverhead", "4096m");
  }

  @Test
  void smallNodesGetTheLeastThatSparkStartsWith() {
    assertThat(settings(0, Map.of(), new Node(2, 2048)))
        .containsEntry("spark.executor.memory", "512m")
        .containsEntry("spark.executor.memoryOverhead", "512m");
    assertThat(settings(0, Map.of(), new Node(2, 512)))
        .containsEntry("spark.executor.memory", "512m")
        .containsEntry("spark.executor.memoryOverhead", "384m");
  }

  @Test
  void asManyTasksAtOnceAsTheUserSays() {
    assertThat(settings(1, Map.of(), new Node(4, 8192), new Node(4, 8192)))
        .containsEntry("spark.executor.instances", "1")
        .containsEntry("spark.executor.cores", "1");
    assertThat(settings(5, Map.of(), new Node(4, 8192), new Node(4, 8192)))
        .containsEntry("spark.executor.instances", "2")
        .containsEntry("spark.executor.cores", "2");
  }

  @Test
  void whatTheUserSaysStays() {
    assertThat(
            settings(
                0,
                Map.of("spark.executor.memory", "3g", "spark.executor.instances", "7"),
                new Node(4, 8192)))
        .containsEntry("spark.executor.memory", "3g")
        .containsEntry("spark.executor.instances", "7")
        .doesNotContainKey("spark.executor.memoryOverhead");
  }
}
