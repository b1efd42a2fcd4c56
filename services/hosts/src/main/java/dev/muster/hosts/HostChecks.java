package dev.muster.hosts;

import dev.muster.hosts.HostMeasure.Java;
import dev.muster.spi.service.ServiceProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What has to be put right on hosts before any service is started there. Pure. */
public final class HostChecks {

  /** MiB of disk for logs, events and what jobs spill. */
  private static final long WORK_DISK = 512;

  private static final Duration MOST_SKEW = Duration.ofMinutes(5);

  private final List<HostNeeds> hosts;
  private final JavaRange range;
  private final @Nullable String named;
  private final HostPorts ports;
  private final Map<String, Long> shipped;
  private final @Nullable ShippedJava jdk;

  /**
   * @param range which Java it takes
   * @param named the Java that the user names, null when he does not
   * @param shipped MiB by digest of what is shipped
   * @param jdk the Java among it, null when hosts have theirs
   */
  public HostChecks(
      List<HostNeeds> hosts,
      JavaRange range,
      @Nullable String named,
      HostPorts ports,
      Map<String, Long> shipped,
      @Nullable ShippedJava jdk) {
    this.hosts = List.copyOf(hosts);
    this.range = range;
    this.named = named;
    this.ports = ports;
    this.shipped = Map.copyOf(shipped);
    this.jdk = jdk;
  }

  /** All problems of all hosts, in the order of the nodes. */
  public List<ServiceProblem> problems() {
    List<ServiceProblem> problems = new ArrayList<>();
    Map<String, HostNeeds> addresses = new HashMap<>();
    for (HostNeeds host : hosts) {
      java(problems, host);
      resources(problems, host);
      ports(problems, host);
      names(problems, host);
      HostNeeds same = addresses.putIfAbsent(host.measure().address(), host);
      if (same != null) {
        add(
            problems,
            host,
            "it has the address " + host.measure().address() + ", as " + same.node().address(),
            "name each machine once");
      }
    }
    return problems;
  }

  /**
   * What may go wrong later, a line each.
   *
   * @param label what may end, for instance {@code Spark}
   */
  public List<String> warnings(String label) {
    return hosts.stream()
        .filter(host -> !host.measure().leaves().isEmpty())
        .map(
            host ->
                host.node().address()
                    + ": its logind ends what "
                    + host.measure().leaves()
                    + " leaves at logout (KillUserProcesses=yes), so "
                    + label
                    + " may end with this"
                    + " connection; as root there put KillExcludeUsers=root "
                    + host.measure().leaves()
                    + " into /etc/systemd/logind.conf, then systemctl restart systemd-logind"
                    + " (loginctl enable-linger alone keeps only what the user's systemd started)")
        .toList();
  }

  private void java(List<ServiceProblem> problems, HostNeeds host) {
    ShippedJava ours = jdk;
    if (ours != null) {
      shippedJava(problems, host, ours, range);
      return;
    }
    if (!host.java().path().isEmpty()) {
      return;
    }
    String found =
        host.measure().javas().stream()
            .map(Java::version)
            .distinct()
            .collect(Collectors.joining(", "));
    add(
        problems,
        host,
        (named != null ? named + " is no Java " : "it has no Java ")
            + range
            + (found.isEmpty() ? "" : ", only " + found),
        "apt-get install openjdk-17-jre-headless there, or name one: java=/path/on/the/hosts");
  }

  private static void shippedJava(
      List<ServiceProblem> problems, HostNeeds host, ShippedJava jdk, JavaRange range) {
    if (!jdk.arch().equals(host.measure().arch())) {
      add(
          problems,
          host,
          "it is a " + host.measure().arch() + ", the JDK that is shipped is for " + jdk.arch(),
          "name a JDK for its kind of machine, or one that is there: java=/path/on/the/hosts");
    }
    if (!range.has(host.java().feature())) {
      add(
          problems,
          host,
          "the JDK that is shipped is Java " + host.java().version() + ", no Java " + range,
          "name another: jdk=FOLDER");
    }
  }

  private void resources(List<ServiceProblem> problems, HostNeeds host) {
    HostMeasure measure = host.measure();
    for (String tool : measure.missing()) {
      add(
          problems,
          host,
          "it has no program " + tool,
          tool.equals("setsid") ? "apt-get install util-linux" : "apt-get install coreutils grep");
    }
    long needed =
        WORK_DISK
            + shipped.entrySet().stream()
                .filter(one -> !measure.distributions().contains(one.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    if (measure.diskMib() < needed) {
      add(
          problems,
          host,
          measure.diskMib() + " MiB are free at " + measure.base() + ", " + needed + " are needed",
          "make room there");
    }
    Duration skew = measure.skew();
    if (skew.abs().compareTo(MOST_SKEW) > 0) {
      add(
          problems,
          host,
          "its clock is "
              + skew.abs().toSeconds()
              + " s "
              + (skew.isNegative() ? "behind" : "ahead"),
          "set it: timedatectl set-ntp true");
    }
  }

  private void ports(List<ServiceProblem> problems, HostNeeds host) {
    host.ports().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            port -> {
              String name = port.getKey();
              boolean ours = ports.isOwn(host.measure(), name, port.getValue());
              if (host.measure().listening().contains(port.getValue()) && !ours) {
                add(
                    problems,
                    host,
                    "port " + port.getValue() + " (" + name.replace('_', ' ') + ") is taken",
                    "name another: "
                        + name.replace('_', '-')
                        + "-port=PORT, or end what listens there");
              }
            });
  }

  private static void names(List<ServiceProblem> problems, HostNeeds host) {
    HostMeasure measure = host.measure();
    if (!measure.resolves()) {
      add(
          problems,
          host,
          "it does not find its own name " + measure.hostname(),
          "put a line into /etc/hosts there: " + measure.address() + " " + measure.hostname());
    }
    if (!measure.address().matches("[0-9A-Fa-f:.]+")
        || (measure.address().startsWith("127.") && !host.node().provider().equals("local"))) {
      add(
          problems,
          host,
          "it has no address that others reach, only \"" + measure.address() + "\"",
          "look at: ip addr");
    }
  }

  private static void add(
      List<ServiceProblem> problems, HostNeeds host, String what, @Nullable String fix) {
    problems.add(new ServiceProblem(host.node(), what, fix));
  }
}
