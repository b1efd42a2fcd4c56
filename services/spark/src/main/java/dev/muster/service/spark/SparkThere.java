package dev.muster.service.spark;

import dev.muster.hosts.HostRemote;
import dev.muster.hosts.HostRemote.Answers;
import dev.muster.model.Node;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.service.ServiceProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Spark that the user has on the hosts; its version is read from its jars' names.
 *
 * @param version empty when no host has one
 * @param scala of its jars
 * @param problems of hosts that have none, or another one than the first
 */
record SparkThere(String version, String scala, List<ServiceProblem> problems) {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LOOK =
      "cd \"$1/jars\" 2>/dev/null && ls | sed -n 's/^spark-core_\\(.*\\)\\.jar$/\\1/p'; :";

  SparkThere {
    problems = List.copyOf(problems);
  }

  /** Asks nodes for a folder that has {@code jars/}. */
  static SparkThere find(HostRemote remote, List<Node> nodes, String home) {
    Answers found = remote.run(nodes, RemoteCommand.script(LOOK, home), SOON);
    List<ServiceProblem> problems = new ArrayList<>(found.problems());
    String first =
        nodes.stream()
            .map(node -> found.texts().getOrDefault(node.number(), "").strip())
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("");
    for (Node node : nodes) {
      String text = found.texts().get(node.number());
      if (text == null) {
        continue; // it did not answer, which is among the problems
      }
      if (text.isBlank()) {
        problems.add(
            new ServiceProblem(
                node,
                home + "/jars has no Spark",
                "put Spark there, or leave spark-home out: Muster ships one"));
      } else if (!text.strip().equals(first)) {
        problems.add(
            new ServiceProblem(
                node,
                home + " has Spark \"" + text.strip() + "\", another node has " + first,
                "name a folder that has the same Spark on all nodes"));
      }
    }
    int dash = first.indexOf('-');
    return new SparkThere(
        first.substring(dash + 1), first.substring(0, Math.max(0, dash)), problems);
  }
}
