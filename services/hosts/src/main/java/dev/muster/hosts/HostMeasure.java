package dev.muster.hosts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a host says of itself before a service is deployed on it.
 *
 * @param base absolute path of the service's folder there
 * @param hostname its own name
 * @param resolves whether it finds an address for its own name
 * @param address of its own, that other nodes reach
 * @param arch of its processor, as {@code uname -m} says it
 * @param cores that are online
 * @param memoryMib of the whole machine
 * @param diskMib free where the folder lies
 * @param skew how far its clock is ahead of this machine's
 * @param missing programs that it lacks
 * @param javas found there, best guess first
 * @param listening ports that are taken, ours included
 * @param states of our programs by name, as their supervisors say
 * @param ports that our programs had before, by name
 * @param caller address of the machine that asked, as the host sees it; empty when it is that one
 * @param own its addresses
 * @param configured the address that its programs were told, empty when they were not
 * @param leaves the user whose programs end at logout, empty when they stay
 * @param distributions digests of distributions that are whole there
 */
public record HostMeasure(
    String base,
    String hostname,
    boolean resolves,
    String address,
    String arch,
    int cores,
    long memoryMib,
    long diskMib,
    Duration skew,
    List<String> missing,
    List<Java> javas,
    Set<Integer> listening,
    Map<String, String> states,
    Map<String, Integer> ports,
    String caller,
    Set<String> own,
    String configured,
    String leaves,
    Set<String> distributions) {

  private static final int MOST_LINES = 70_000;
  private static final int KIB = 1024;

  public HostMeasure {
    missing = List.copyOf(missing);
    javas = List.copyOf(javas);
    listening = Set.copyOf(listening);
    states = Map.copyOf(states);
    ports = Map.copyOf(ports);
    own = Set.copyOf(own);
    distributions = Set.copyOf(distributions);
  }

  /** A Java on a host: version as it prints it, path of its program. */
  public record Java(String version, String path) {

    /** For a host that has none that fits. */
    public static final Java NONE = new Java("", "");

    /** 8, 11, 17…; 0 when the version cannot be read. */
    public int feature() {
      String[] parts = version.split("[.+-]", 3);
      String first = parts[0].equals("1") && parts.length > 1 ? parts[1] : parts[0];
      return first.matches("[0-9]{1,3}") ? Integer.parseInt(first) : 0;
    }
  }

  /** Whether a program of ours is at work there. */
  public boolean runs(String program) {
    String state = states.getOrDefault(program, "");
    return state.equals("running") || state.equals("waiting") || state.equals("unsupervised");
  }

  /** The same with another address of its own. */
  public HostMeasure withAddress(String other) {
    return new HostMeasure(
        base,
        hostname,
        resolves,
        other,
        arch,
        cores,
        memoryMib,
        diskMib,
        skew,
        missing,
        javas,
        listening,
        states,
        ports,
        caller,
        own,
        configured,
        leaves,
        distributions);
  }

  /**
   * Reads what {@code measure.sh} printed.
   *
   * @param asked when it was sent, by this machine's clock
   * @param answered when its answer was there
   * @return empty when it is not whole
   */
  public static Optional<HostMeasure> parse(String printed, Instant asked, Instant answered) {
    Map<String, String> one = new HashMap<>();
    List<String> missing = new ArrayList<>();
    List<Java> javas = new ArrayList<>();
    Set<Integer> listening = new HashSet<>();
    Map<String, String> states = new HashMap<>();
    Map<String, Integer> ports = new HashMap<>();
    Set<String> distributions = new HashSet<>();
    for (String line : printed.split("\n", MOST_LINES)) {
      int space = line.indexOf(' ');
      if (space <= 0) {
        continue;
      }
      String name = line.substring(0, space);
      String value = line.substring(space + 1).strip();
      if (name.equals("missing")) {
        missing.add(value);
      } else if (name.equals("java") && value.indexOf(' ') > 0) {
        javas.add(
            new Java(
                value.substring(0, value.indexOf(' ')), value.substring(value.indexOf(' ') + 1)));
      } else if (name.equals("listening_hex") && value.matches("[0-9A-F]{4}")) {
        listening.add(Integer.parseInt(value, 16));
      } else if (name.startsWith("state_")) {
        states.put(name.substring("state_".length()), value);
      } else if (name.startsWith("port_") && value.matches("[0-9]{1,5}")) {
        ports.put(name.substring("port_".length()), Integer.parseInt(value));
      } else if (name.equals("dist")) {
        distributions.add(value);
      } else {
        one.putIfAbsent(name, value);
      }
    }
    if (!one.containsKey("end") || !one.getOrDefault("base", "").startsWith("/")) {
      return Optional.empty();
    }
    return Optional.of(
        new HostMeasure(
            one.getOrDefault("base", ""),
            one.getOrDefault("hostname", ""),
            one.containsKey("resolves"),
            one.getOrDefault("address", ""),
            one.getOrDefault("arch", ""),
            (int) number(one, "cores"),
            number(one, "memory_kib") / KIB,
            number(one, "disk_kib") / KIB,
            skew(number(one, "time"), asked, answered),
            missing,
            javas,
            listening,
            states,
            ports,
            one.getOrDefault("caller", ""),
            new HashSet<>(List.of(one.getOrDefault("own", "").split(" +", -1))),
            one.getOrDefault("configured", ""),
            one.getOrDefault("leaves", ""),
            distributions));
  }

  private static long number(Map<String, String> values, String name) {
    String value = values.getOrDefault(name, "");
    return value.matches("[0-9]{1,15}") ? Long.parseLong(value) : 0;
  }

  /** Zero while the host's second lies within the asking. */
  private static Duration skew(long host, Instant asked, Instant answered) {
    if (host < asked.getEpochSecond()) {
      return Duration.ofSeconds(host - asked.getEpochSecond());
    }
    return Duration.ofSeconds(Math.max(0, host - answered.getEpochSecond()));
  }
}
