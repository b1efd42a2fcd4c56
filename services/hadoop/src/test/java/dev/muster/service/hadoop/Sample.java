package dev.muster.service.hadoop;

import dev.muster.hosts.HostMeasure;
import dev.muster.hosts.HostMeasure.Java;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes and what they say of themselves, for tests: 4 cores, Java 17. */
final class Sample {

  static final String BASE = "/home/ana/.muster/clusters/lab/services/hadoop";

  private Sample() {}

  static List<Node> nodes(int count) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      nodes.add(
          new Node(
              "c1",
              i,
              HostAddress.of("h" + i),
              i == 1 ? NodeRole.HEAD : NodeRole.WORKER,
              NodeState.READY,
              "ssh",
              Map.of()));
    }
    return nodes;
  }

  static HostMeasure measure(int number, long memoryMib, Set<Integer> listening, String running) {
    return new HostMeasure(
        BASE,
        "h" + number,
        true,
        "10.0.0." + number,
        "x86_64",
        4,
        memoryMib,
        50_000,
        Duration.ZERO,
        List.of(),
        List.of(new Java("17.0.15", "/usr/lib/jvm/17/bin/java")),
        listening,
        running.isEmpty() ? Map.of() : Map.of(running, "running"),
        Map.of(),
        "10.0.0.99",
        Set.of(),
        "10.0.0." + number,
        "",
        Set.of());
  }

  static HadoopPlan plan(HadoopOptions options, long... memories) {
    Map<Integer, HostMeasure> measures = new HashMap<>();
    for (int i = 1; i <= memories.length; i++) {
      measures.put(i, measure(i, memories[i - 1], Set.of(22), ""));
    }
    return HadoopPlan.of(nodes(memories.length), measures, options, "3.4.2", null);
  }

  static HadoopOptions options(Map<String, String> values, String... conf) {
    return HadoopOptions.read(values, List.of(conf), Map.of());
  }
}
