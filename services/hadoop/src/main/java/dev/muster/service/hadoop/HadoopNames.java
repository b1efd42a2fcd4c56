package dev.muster.service.hadoop;

import dev.muster.hosts.HostRemote;
import dev.muster.hosts.HostRemote.Answers;
import dev.muster.model.Node;
import dev.muster.service.hadoop.HadoopPlan.Host;
import dev.muster.spi.service.ServiceProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether hosts know each other's names: a NodeManager is known by the name that its host has for
 * its address, where it has one (ContainerManagerImpl of Hadoop 3.4), and others connect to that.
 */
final class HadoopNames {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final HostRemote remote;

  HadoopNames(HostRemote remote) {
    this.remote = remote;
  }

  /** Which nodes do not know the names of others. */
  List<ServiceProblem> problems(HadoopPlan made) {
    List<Node> nodes = made.hosts().stream().map(Host::node).toList();
    Answers own = known(nodes, "own", made.hosts().stream().map(host -> host.measure().address()));
    Map<Integer, String> names = new TreeMap<>();
    own.texts()
        .forEach(
            (number, text) -> {
              if (text.startsWith("own ")) {
                names.put(number, text.substring("own ".length()).strip());
              }
            });
    if (names.isEmpty()) {
      return List.of();
    }
    List<ServiceProblem> problems = new ArrayList<>();
    Answers strange = known(nodes, "others", names.values().stream());
    for (Node node : nodes) {
      List<String> unknown =
          strange
              .texts()
              .getOrDefault(node.number(), "")
              .lines()
              .filter(line -> line.startsWith("unknown "))
              .map(line -> line.substring("unknown ".length()))
              .toList();
      if (!unknown.isEmpty()) {
        problems.add(
            new ServiceProblem(
                node,
                "it does not know "
                    + String.join(", ", unknown)
                    + ", as other nodes call themselves",
                "put them into its /etc/hosts, or their names out of theirs"));
      }
    }
    return problems;
  }

  private Answers known(List<Node> nodes, String what, Stream<String> words) {
    String[] arguments = Stream.concat(Stream.of(what), words).toArray(String[]::new);
    return remote.run(nodes, HadoopScripts.command("known.sh", arguments), SOON);
  }
}
