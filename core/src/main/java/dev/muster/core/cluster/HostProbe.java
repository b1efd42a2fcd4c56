package dev.muster.core.cluster;

import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Asks hosts what they are. */
final class HostProbe {

  private static final int LONGEST_ANSWER = 64 << 10;

  private final ClusterFleet fleet;
  private final Clock clock;

  HostProbe(ClusterFleet fleet, Clock clock) {
    this.fleet = fleet;
    this.clock = clock;
  }

  /**
   * Asks nodes.
   *
   * @param facts gets what they said, by number
   * @return those that did not answer as hosts do
   */
  List<HostProblem> ask(List<Node> nodes, Map<Integer, HostFacts> facts, Duration deadline) {
    OutputCollector output = new OutputCollector(LONGEST_ANSWER);
    Map<Integer, Instant> ends = new ConcurrentHashMap<>();
    ExecListener timed =
        new ExecListener() {
          @Override
          public void output(
              HostAddress host, int position, int command, RemoteStream stream, byte[] bytes) {
            output.output(host, position, command, stream, bytes);
          }

          @Override
          public void ended(int position, int command, HostResult result) {
            ends.put(position, clock.instant());
          }
        };
    List<HostResult> results = fleet.exec(nodes, HostScripts.probe(), deadline, timed);
    List<HostProblem> problems = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      HostResult result = results.get(i);
      Instant end = ends.getOrDefault(i, clock.instant());
      Optional<HostFacts> said =
          result.succeeded()
              ? HostFacts.parse(output.out(i), end.minus(result.duration()), end)
              : Optional.empty();
      if (said.isPresent()) {
        facts.put(node.number(), said.get());
      } else if (result.succeeded()) {
        problems.add(
            new HostProblem(
                node,
                "reach",
                "its shell does not run POSIX scripts; it said: " + cut(output.out(i)),
                "see what ssh " + node.address() + " sh -c 'uname' prints"));
      } else {
        problems.add(HostProblem.of(node, "reach", result, output.err(i)));
      }
    }
    return problems;
  }

  private static String cut(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }
}
