package dev.muster.service.spark;

import dev.muster.service.spark.SparkMeasure.Java;
import dev.muster.service.spark.SparkPlan.Host;
import dev.muster.spi.service.ServiceProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What has to be put right on hosts before Spark is started there. Pure. */
final class SparkPreflight {

  /** MiB of disk for logs, events and what jobs spill. */
  private static final long WORK_DISK = 512;

  private static final long LEAST_WORKER_MEMORY = 512;
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);

  private final SparkPlan plan;
  private final SparkOptions options;
  private final Map<String, Long> shipped;
  private final @Nullable ShippedJava jdk;

  /**
   * @param shipped MiB by digest of what is shipped
   * @param jdk the Java among it, null when hosts have theirs
   */
  SparkPreflight(
      SparkPlan plan, SparkOptions options, Map<String, Long> shipped, @Nullable ShippedJava jdk) {
    this.plan = plan;
    this.options = options;
    this.shipped = Map.copyOf(shipped);
    this.jdk = jdk;
  }

  /** All problems of all hosts, in the order of the nodes. */
  List<ServiceProblem> problems() {
    List<ServiceProblem> problems = new ArrayList<>();
    Map<String, Host> addresses = new HashMap<>();
    for (Host host : plan.hosts()) {
      java(problems, host);
      resources(problems, host);
      ports(problems, host);
      names(problems, host);
      Host same = addresses.putIfAbsent(host.measure().address(), host);
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

  /** What may go wrong later, a line each. */
  List<String> warnings() {
    return plan.hosts().stream()
        .filter(host -> !host.measure().leaves().isEmpty())
        .map(
            host ->
                host.node().address()
                    + ": its logind ends what "
                    + host.measure().leaves()
                    + " leaves at logout (KillUserProcesses=yes), so Spark may end with this"
                    + " connection; as root there put KillExcludeUsers=root "
                    + host.measure().leaves()
                    + " into /etc/systemd/logind.conf, then systemctl restart systemd-logind"
                    + " (loginctl enable-linger alone keeps only what the user's systemd started)")
        .toList();
  }

  private void java(List<ServiceProblem> problems, Host host) {
    JavaRange range = JavaRange.of(plan.version());
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
        (options.java() != null ? options.java() + " is no Java " : "it has no Java ")
            + range
            + (found.isEmpty() ? "" : ", only " + found),
        "apt-get install openjdk-17-jre-headless there, or name one: java=/path/on/the/hosts");
  }

  private static void shippedJava(
      List<ServiceProblem> problems, Host host, ShippedJava jdk, JavaRange range) {
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

  private void resources(List<ServiceProblem> problems, Host host) {
    SparkMeasure measure = host.measure();
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
    if (host.worker() && host.memoryMib() < LEAST_WORKER_MEMORY) {
      add(
          problems,
          host,
          "of its "
              + measure.memoryMib()
              + " MiB of memory a worker could have "
              + Math.max(0, host.memoryMib()),
          "take larger hosts, or state it: memory=512m");
    }
    if (options.memoryMib() > 0 && host.worker() && host.memoryMib() > measure.memoryMib()) {
      add(
          problems,
          host,
          "it has "
              + measure.memoryMib()
              + " MiB of memory, its worker should have "
              + host.memoryMib(),
          "state less: memory=" + Math.max(LEAST_WORKER_MEMORY, measure.memoryMib() / 2) + "m");
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

  private void ports(List<ServiceProblem> problems, Host host) {
    host.ports().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            port -> {
              String name = port.getKey();
              boolean ours =
                  host.measure().runs(SparkPlan.program(name))
                      && port.getValue().equals(host.measure().ports().get(name));
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

  private static void names(List<ServiceProblem> problems, Host host) {
    SparkMeasure measure = host.measure();
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
      List<ServiceProblem> problems, Host host, String what, @Nullable String fix) {
    problems.add(new ServiceProblem(host.node(), what, fix));
  }
}
