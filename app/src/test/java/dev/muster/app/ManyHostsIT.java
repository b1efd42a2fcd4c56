package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCreation;
import dev.muster.core.cluster.ClusterListener;
import dev.muster.core.cluster.ClusterOptions;
import dev.muster.core.cluster.ClusterRemoval;
import dev.muster.core.cluster.OperationResult;
import dev.muster.core.cluster.Reach;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterAuth;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterSpec;
import dev.muster.model.HostAddress;
import dev.muster.model.NodeState;
import dev.muster.testkit.fleet.AnsweringFleet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand hosts, of which only the transport is made up: seconds, and little memory. */
class ManyHostsIT {

  private static final int HOSTS = 1000;
  private static final String FACTS =
      """
      time 1
      hostname h
      user root
      home /root
      system Linux 6
      arch x86_64
      cores 8
      memory_kib 16000000
      disk_kib 90000000
      boot b
      end .
      """;

  @TempDir Path folder;

  @Test
  void makesListsAndKillsThem() throws Exception {
    AnsweringFleet fleet = new AnsweringFleet(host -> FACTS);
    long start = System.nanoTime();
    try (Wiring wiring = wiring()) {
      Services services = with(wiring.services(), fleet);
      OperationResult made =
          new ClusterCreation(services, ClusterListener.NONE)
              .create(spec(), "ana@laptop", ClusterOptions.DEFAULT);
      assertThat(made.problems()).isEmpty();
      assertThat(made.nodes()).hasSize(HOSTS).allMatch(node -> node.state() == NodeState.READY);
    }
    Duration created = since(start);

    Map<String, String> small = Map.of("JAVA_TOOL_OPTIONS", "-Xmx32m");
    MusterRun list = process(small, "cluster", "list");
    assertThat(list.code()).as(list.out()).isZero();
    assertThat(list.out()).contains("lab").contains("1000");
    MusterRun info = process(small, "cluster", "info", "lab", "-v");
    assertThat(info.out()).as(info.out()).contains("h0001").contains("h1000");

    start = System.nanoTime();
    try (Wiring wiring = wiring()) {
      Services services = with(wiring.services(), fleet);
      Cluster lab = services.ledger().get().read(tx -> tx.clusters().find(name())).orElseThrow();
      assertThat(
              new ClusterRemoval(services, ClusterListener.NONE)
                  .kill(lab, false, Reach.DEFAULT)
                  .problems())
          .isEmpty();
    }
    System.out.println("1000 hosts: made in " + created + ", killed in " + since(start));
    assertThat(created.plus(since(start))).isLessThan(Duration.ofMinutes(2));
    assertThat(fleet.commands()).as("commands for all hosts").isBetween(2L * HOSTS, 10L * HOSTS);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static ClusterName name() {
    return new ClusterName("lab");
  }

  private static ClusterSpec spec() {
    List<HostAddress> hosts =
        IntStream.rangeClosed(1, HOSTS)
            .mapToObj(i -> new HostAddress("root", String.format("h%04d", i), null))
            .toList();
    return new ClusterSpec(
        name(),
        "ssh",
        hosts,
        null,
        ClusterAuth.DEFAULT,
        List.of(),
        new ClusterSpec.Setup(List.of("true"), List.of(), List.of()),
        List.of(),
        Map.of(),
        Map.of());
  }

  private MusterRun process(Map<String, String> environment, Object... args)
      throws InterruptedException {
    try (MusterProcess process =
        MusterProcess.start(folder.resolve("home"), folder, environment, List.of(), args)) {
      return process.end();
    }
  }

  private Wiring wiring() {
    Map<String, String> environment =
        Map.of(
            "MUSTER_HOME", folder.resolve("home").toString(),
            "PATH", String.valueOf(System.getenv("PATH")));
    return new Wiring(environment, Instant.now(), line -> {}, () -> {});
  }

  private static Services with(Services all, AnsweringFleet fleet) {
    return new Services(
        all.home(),
        all.environment(),
        all.programStart(),
        all.clock(),
        all.random(),
        all.ledger(),
        all.stores(),
        all.engines(),
        all.pythons(),
        all.writers(),
        () -> (access, listener) -> fleet,
        all.distributions(),
        all.deployers(),
        all.packaging(),
        all.owner(),
        all.gone(),
        all.leaseTerm(),
        all.facts(),
        all.stepEngines(),
        all.pipelineWriters());
  }
}
