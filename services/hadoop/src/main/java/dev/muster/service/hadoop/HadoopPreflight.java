package dev.muster.service.hadoop;

import dev.muster.hosts.HostChecks;
import dev.muster.hosts.ShippedJava;
import dev.muster.service.hadoop.HadoopPlan.Host;
import dev.muster.spi.service.ServiceProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has to be put right on hosts before Hadoop is started there. Pure. */
final class HadoopPreflight {

  private static final long LEAST_MEMORY = 512;

  private final HadoopPlan plan;
  private final HadoopOptions options;
  private final String id;
  private final Map<Integer, HadoopLook> looks;
  private final HostChecks checks;

  /**
   * @param id of the cluster, as HDFS knows it
   * @param looks by number of node
   * @param shipped MiB by digest of what is shipped
   * @param jdk the Java among it, null when hosts have theirs
   */
  HadoopPreflight(
      HadoopPlan plan,
      HadoopOptions options,
      String id,
      Map<Integer, HadoopLook> looks,
      Map<String, Long> shipped,
      @Nullable ShippedJava jdk) {
    this.plan = plan;
    this.options = options;
    this.id = id;
    this.looks = Map.copyOf(looks);
    checks =
        new HostChecks(
            plan.hosts().stream().map(Host::needs).toList(),
            HadoopPlan.JAVA,
            options.java(),
            HadoopPorts.choosing(options.ports()),
            shipped,
            jdk);
  }

  /** All problems of all hosts. */
  List<ServiceProblem> problems() {
    List<ServiceProblem> problems = new ArrayList<>(checks.problems());
    for (Host host : plan.hosts()) {
      HadoopLook look = looks.get(host.node().number());
      if (look != null) {
        look(problems, host, look);
      }
      if (host.works()) {
        memory(problems, host);
      }
    }
    long working = plan.workers().size();
    if (options.replication() > working) {
      problems.add(
          new ServiceProblem(
              plan.head().node(),
              "each block should be on " + options.replication() + " nodes, " + working + " work",
              "state less: replication=" + working));
    }
    return problems;
  }

  /** What may go wrong later, a line each. */
  List<String> warnings() {
    return checks.warnings("Hadoop");
  }

  private void look(List<ServiceProblem> problems, Host host, HadoopLook look) {
    look.missing()
        .forEach(
            tool ->
                problems.add(
                    new ServiceProblem(
                        host.node(), "it has no program " + tool, "apt-get install " + tool)));
    if (!look.noexec().isEmpty()) {
      problems.add(
          new ServiceProblem(
              host.node(),
              look.noexec() + " is mounted noexec, and containers run programs from there",
              "mount -o remount,exec there"));
    }
    String head = looks.containsKey(plan.head().node().number()) ? named(plan.head()) : "";
    look.data()
        .forEach(
            (part, found) -> {
              String place = host.data() + "/" + part;
              if (!found.equals(id)) {
                problems.add(
                    new ServiceProblem(
                        host.node(),
                        place
                            + (found.equals("?")
                                ? " has files that are no HDFS"
                                : " has the data of another HDFS: " + found),
                        "look what it is, then move it away"));
              } else if (part.equals("data") && head.isEmpty()) {
                problems.add(
                    new ServiceProblem(
                        host.node(),
                        place + " has blocks of this cluster, whose head has lost their names",
                        "they are of no use without them: remove it"));
              }
            });
  }

  private String named(Host head) {
    HadoopLook look = looks.get(head.node().number());
    return look == null ? "" : look.data().getOrDefault("name", "");
  }

  private void memory(List<ServiceProblem> problems, Host host) {
    long there = host.measure().memoryMib();
    if (host.memoryMib() < LEAST_MEMORY) {
      problems.add(
          new ServiceProblem(
              host.node(),
              "of its " + there + " MiB of memory YARN could have " + Math.max(0, host.memoryMib()),
              "take larger hosts, or state it: memory=512m heap=256m"));
    } else if (options.memoryMib() > there) {
      problems.add(
          new ServiceProblem(
              host.node(),
              "it has " + there + " MiB of memory, YARN should have " + options.memoryMib(),
              "state less: memory=" + Math.max(LEAST_MEMORY, there / 2) + "m"));
    }
  }
}
