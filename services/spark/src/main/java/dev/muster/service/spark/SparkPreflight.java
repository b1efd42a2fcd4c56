package dev.muster.service.spark;

import dev.muster.hosts.HostChecks;
import dev.muster.hosts.ShippedJava;
import dev.muster.service.spark.SparkPlan.Host;
import dev.muster.spi.service.ServiceProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has to be put right on hosts before Spark is started there. Pure. */
final class SparkPreflight {

  private static final long LEAST_WORKER_MEMORY = 512;

  private final SparkPlan plan;
  private final SparkOptions options;
  private final HostChecks checks;

  /**
   * @param shipped MiB by digest of what is shipped
   * @param jdk the Java among it, null when hosts have theirs
   */
  SparkPreflight(
      SparkPlan plan, SparkOptions options, Map<String, Long> shipped, @Nullable ShippedJava jdk) {
    this.plan = plan;
    this.options = options;
    checks =
        new HostChecks(
            plan.hosts().stream().map(Host::needs).toList(),
            SparkJava.range(plan.version()),
            options.java(),
            SparkPlan.ports(options),
            shipped,
            jdk);
  }

  /** All problems of all hosts. */
  List<ServiceProblem> problems() {
    List<ServiceProblem> problems = new ArrayList<>(checks.problems());
    plan.hosts().stream().filter(Host::worker).forEach(host -> memory(problems, host));
    return problems;
  }

  /** What may go wrong later, a line each. */
  List<String> warnings() {
    return checks.warnings("Spark");
  }

  private void memory(List<ServiceProblem> problems, Host host) {
    long there = host.measure().memoryMib();
    if (host.memoryMib() < LEAST_WORKER_MEMORY) {
      problems.add(
          new ServiceProblem(
              host.node(),
              "of its "
                  + there
                  + " MiB of memory a worker could have "
                  + Math.max(0, host.memoryMib()),
              "take larger hosts, or state it: memory=512m"));
    }
    if (options.memoryMib() > 0 && host.memoryMib() > there) {
      problems.add(
          new ServiceProblem(
              host.node(),
              "it has " + there + " MiB of memory, its worker should have " + host.memoryMib(),
              "state less: memory=" + Math.max(LEAST_WORKER_MEMORY, there / 2) + "m"));
    }
  }
}
