package dev.muster.hosts;

import dev.muster.hosts.HostMeasure.Java;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes and what they say of themselves, for tests. */
final class Sites {

  private Sites() {}

  static Node node(int number, NodeRole role) {
    return new Node(
        "c1", number, HostAddress.of("h" + number), role, NodeState.READY, "ssh", Map.of());
  }

  /** A head and so many workers. */
  static List<Node> nodes(int workers) {
    List<Node> nodes = new java.util.ArrayList<>(List.of(node(1, NodeRole.HEAD)));
    for (int i = 2; i <= workers + 1; i++) {
      nodes.add(node(i, NodeRole.WORKER));
    }
    return nodes;
  }

  /** A good host: 4 cores, 16 GiB, Java 17. */
  static Sample good(int number) {
    return new Sample(number);
  }

  static Map<Integer, HostMeasure> measures(Sample... samples) {
    Map<Integer, HostMeasure> measures = new HashMap<>();
    for (Sample sample : samples) {
      measures.put(sample.number, sample.build());
    }
    return measures;
  }

  /** Says how a host differs from a good one. */
  static final class Sample {
    private final int number;
    private boolean resolves = true;
    private String address;
    private String arch = "x86_64";
    private String leaves = "";
    private long memory = 16_384;
    private long disk = 50_000;
    private Duration skew = Duration.ZERO;
    private List<String> missing = List.of();
    private List<Java> javas = List.of(new Java("17.0.15", "/usr/lib/jvm/17/bin/java"));
    private Set<Integer> listening = Set.of(22);
    private Map<String, String> states = Map.of();
    private Map<String, Integer> ports = Map.of();
    private String caller = "10.0.0.99";
    private Set<String> own = Set.of();
    private Set<String> distributions = Set.of();

    private Sample(int number) {
      this.number = number;
      this.address = "10.0.0." + number;
    }

    Sample unresolved() {
      resolves = false;
      return this;
    }

    Sample address(String other) {
      address = other;
      return this;
    }

    Sample leaves(String user) {
      leaves = user;
      return this;
    }

    Sample arch(String other) {
      arch = other;
      return this;
    }

    Sample memory(long mib) {
      memory = mib;
      return this;
    }

    Sample disk(long mib) {
      disk = mib;
      return this;
    }

    Sample skew(Duration ahead) {
      skew = ahead;
      return this;
    }

    Sample missing(String... tools) {
      missing = List.of(tools);
      return this;
    }

    Sample javas(Java... found) {
      javas = List.of(found);
      return this;
    }

    Sample listening(Integer... taken) {
      listening = Set.of(taken);
      return this;
    }

    Sample running(String program, Map<String, Integer> had) {
      states = Map.of(program, "running");
      ports = had;
      return this;
    }

    Sample asked(String from) {
      caller = from;
      return this;
    }

    Sample own(String... addresses) {
      own = Set.of(addresses);
      return this;
    }

    Sample has(String digest) {
      distributions = Set.of(digest);
      return this;
    }

    HostMeasure build() {
      return new HostMeasure(
          "/home/ana/.muster/clusters/lab/services/spark",
          "h" + number,
          resolves,
          address,
          arch,
          4,
          memory,
          disk,
          skew,
          missing,
          javas,
          listening,
          states,
          ports,
          caller,
          own,
          address,
          leaves,
          distributions);
    }
  }
}
