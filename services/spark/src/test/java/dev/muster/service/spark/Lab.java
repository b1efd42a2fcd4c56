package dev.muster.service.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.SshFleets;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterState;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import dev.muster.spi.Cancellation;
import dev.muster.spi.distribution.Distributions;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.FleetListener;
import dev.muster.spi.service.ServiceDeployment;
import dev.muster.spi.service.ServiceListener;
import dev.muster.spi.service.ServiceOptions;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceSite;
import dev.muster.spi.service.ServiceStep;
import dev.muster.testkit.hosts.TestHosts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A cluster of test hosts on which Spark is deployed. */
final class Lab implements AutoCloseable {

  final TestHosts hosts;
  final Fleet fleet;
  final List<Node> nodes = new ArrayList<>();

  /** What deployments said to people. */
  final List<String> messages = new CopyOnWriteArrayList<>();

  private final Cluster cluster;
  private final Distributions distributions;

  Lab(TestHosts hosts, String name, Distributions distributions) {
    this.hosts = hosts;
    this.distributions = distributions;
    FleetAccess access =
        FleetAccess.builder().key(hosts.key()).knownHosts(hosts.knownHosts()).build();
    fleet =
        new SshFleets(hosts.folder(), "nobody", Map.of("PATH", System.getenv("PATH")))
            .open(access, FleetListener.NONE);
    for (int i = 1; i <= hosts.all().size(); i++) {
      nodes.add(
          new Node(
              name + "-id",
              i,
              hosts.host(i).hostAddress(),
              i == 1 ? NodeRole.HEAD : NodeRole.WORKER,
              NodeState.READY,
              "ssh",
              Map.of()));
    }
    Instant now = Instant.EPOCH;
    cluster =
        new Cluster(
            name + "-id",
            new ClusterName(name),
            "ssh",
            "{}",
            ClusterState.READY,
            "me",
            now,
            now,
            now);
  }

  ServiceDeployment open(Map<String, String> values, String... conf) {
    return new SparkDeployer()
        .open(
            new ServiceSite(
                cluster,
                nodes,
                fleet,
                distributions,
                Map.of("TEAM", "blue"),
                Clock.systemUTC(),
                new ServiceListener() {
                  @Override
                  public void message(String line) {
                    messages.add(line);
                  }
                }),
            new ServiceOptions(
                values, List.of(conf), false, Duration.ofMinutes(2), Cancellation.NONE));
  }

  /** Deploys it; how long each step took, in milliseconds. */
  Map<String, Long> deploy(ServiceDeployment deployment) throws InterruptedException {
    Map<String, Long> took = new LinkedHashMap<>();
    long begun = System.nanoTime();
    assertThat(deployment.preflight()).isEmpty();
    took.put("preflight", (System.nanoTime() - begun) / 1_000_000);
    run(deployment.steps(), took);
    return took;
  }

  static void run(List<ServiceStep> steps, Map<String, Long> took) throws InterruptedException {
    for (ServiceStep step : steps) {
      long begun = System.nanoTime();
      List<ServiceProblem> problems = step.work().on(step.nodes());
      assertThat(problems).as(step.name()).isEmpty();
      took.put(step.name(), (System.nanoTime() - begun) / 1_000_000);
    }
  }

  @Override
  public void close() {
    fleet.close();
  }
}
