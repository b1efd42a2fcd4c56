package dev.muster.testkit.hosts;

import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * What a host would say of itself when a service is to be deployed on it: the lines that {@code
 * measure.sh} prints. A good one has 4 cores, 16 GiB and Java 17.
 */
public final class SampleHost {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final int KIB = 1024;

  private final int number;
  private final Map<String, String> lines = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();
  private List<String> javas = List.of("17.0.15 /usr/lib/jvm/17/bin/java");
  private List<Integer> listening = List.of(22);
  private String distribution = "";

  private SampleHost(int number) {
    this.number = number;
    lines.put("base", "/home/ana/.muster/clusters/lab/services/spark");
    lines.put("hostname", "h" + number);
    lines.put("resolves", "yes");
    lines.put("arch", "x86_64");
    lines.put("cores", "4");
    lines.put("caller", "10.0.0.99");
    memory(16_384).disk(50_000).skew(Duration.ZERO).address("10.0.0." + number);
  }

  /** A good one. */
  public static SampleHost good(int number) {
    return new SampleHost(number);
  }

  /** A node, {@code h1}, {@code h2}, …. */
  public static Node node(int number, NodeRole role) {
    return new Node(
        "c1", number, HostAddress.of("h" + number), role, NodeState.READY, "ssh", Map.of());
  }

  /** A head and so many workers. */
  public static List<Node> nodes(int workers) {
    List<Node> nodes = new ArrayList<>(List.of(node(1, NodeRole.HEAD)));
    for (int i = 2; i <= workers + 1; i++) {
      nodes.add(node(i, NodeRole.WORKER));
    }
    return nodes;
  }

  /**
   * What some say, read, by number.
   *
   * @param parse reads what one printed, asked and answered at a time
   */
  public static <T> Map<Integer, T> read(
      BiFunction<String, Instant, T> parse, Collection<SampleHost> hosts) {
    Map<Integer, T> read = new HashMap<>();
    hosts.forEach(host -> read.put(host.number, parse.apply(host.printed(), NOW)));
    return read;
  }

  /** It finds no address for its own name. */
  public SampleHost unresolved() {
    lines.remove("resolves");
    return this;
  }

  /** Its address, which its programs were told. */
  public SampleHost address(String other) {
    return with("address", other).with("configured", other);
  }

  /** The user whose programs end at logout. */
  public SampleHost leaves(String user) {
    return with("leaves", user);
  }

  /** Its processor. */
  public SampleHost arch(String other) {
    return with("arch", other);
  }

  /** Its memory. */
  public SampleHost memory(long mib) {
    return with("memory_kib", Long.toString(mib * KIB));
  }

  /** What is free on its disk. */
  public SampleHost disk(long mib) {
    return with("disk_kib", Long.toString(mib * KIB));
  }

  /** Its clock. */
  public SampleHost skew(Duration ahead) {
    return with("time", Long.toString(NOW.plus(ahead).getEpochSecond()));
  }

  /** Programs that it lacks. */
  public SampleHost missing(String... tools) {
    missing.addAll(List.of(tools));
    return this;
  }

  /** Its Javas, each as version, space, path; none for none. */
  public SampleHost javas(String... found) {
    javas = List.of(found);
    return this;
  }

  /** Ports that are taken. */
  public SampleHost listening(Integer... taken) {
    listening = List.of(taken);
    return this;
  }

  /** A program of ours at work, and the ports that it had. */
  public SampleHost running(String program, Map<String, Integer> had) {
    new TreeMap<>(had).forEach((name, port) -> with("port_" + name, port.toString()));
    return with("state_" + program, "running");
  }

  /** Where it was asked from. */
  public SampleHost asked(String from) {
    return with("caller", from);
  }

  /** All of its addresses. */
  public SampleHost own(String... addresses) {
    return with("own", String.join(" ", addresses));
  }

  /** A distribution that is whole there. */
  public SampleHost has(String digest) {
    distribution = digest;
    return this;
  }

  private SampleHost with(String name, String value) {
    lines.put(name, value);
    return this;
  }

  private String printed() {
    StringBuilder text = new StringBuilder();
    lines.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    missing.forEach(tool -> text.append("missing ").append(tool).append('\n'));
    javas.forEach(java -> text.append("java ").append(java).append('\n'));
    listening.forEach(port -> text.append(String.format("listening_hex %04X\n", port)));
    if (!distribution.isEmpty()) {
      text.append("dist ").append(distribution).append('\n');
    }
    return text.append("end .\n").toString();
  }
}
