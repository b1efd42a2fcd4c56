package dev.muster.fleet;

import static dev.muster.fleet.Fleets.assertFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.HostAddress;
import dev.muster.spi.fleet.ExecListener;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.FleetListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.testkit.hosts.TestHosts;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that are behind others, not there, not there any more, or there again. */
@Timeout(300)
class ReachIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static TestHosts hosts;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    hosts = TestHosts.start(1);
  }

  @AfterAll
  static void stop() {
    if (hosts != null) {
      hosts.close();
    }
  }

  private HostResult failing(FleetAccess.Builder access, HostAddress host) {
    try (Fleet fleet = new SshFleets(folder, "nobody", Map.of()).open(access.build())) {
      return fleet
          .exec(List.of(host), RemoteCommand.of("id", "-un"), SOON, ExecListener.NONE)
          .get(0);
    }
  }

  @Test
  void goesThroughBastions() throws Exception {
    try (TestHosts behind = TestHosts.builder(3).behindBastion().start()) {
      FleetAccess.Builder access =
          FleetAccess.builder().key(behind.key()).knownHosts(behind.knownHosts());
      List<HostAddress> inner = behind.addresses().subList(1, 3);
      try (Fleet fleet =
          Fleets.open(behind, access.proxyJump(List.of(behind.host(1).hostAddress())))) {
        OutputCollector said = new OutputCollector();
        assertThat(fleet.exec(inner, RemoteCommand.of("hostname"), SOON, said))
            .allMatch(HostResult::succeeded);
        assertThat(said.out(1)).isEqualTo("h3\n");
      }
      // The same from the configuration, by names that only it knows.
      FleetAccess configured = FleetAccess.builder().sshConfig(behind.sshConfig()).build();
      try (Fleet fleet = Fleets.open(behind, configured, FleetListener.NONE)) {
        assertThat(
                fleet.exec(
                    List.of(HostAddress.of("h2")),
                    RemoteCommand.of("true"),
                    SOON,
                    ExecListener.NONE))
            .allMatch(HostResult::succeeded);
        behind.host(1).kill();
        HostResult lost =
            fleet
                .exec(
                    List.of(HostAddress.of("h3")),
                    RemoteCommand.of("true"),
                    Duration.ofSeconds(5),
                    ExecListener.NONE)
                .get(0);
        assertThat(lost.failure()).isNotNull();
      }
    }
  }

  @Test
  void tellsOfHostsThatAreNotThere() {
    HostAddress unknown = HostAddress.of("no-such-host.invalid");
    assertFailure(
        failing(Fleets.access(hosts), unknown),
        HostFailure.Kind.UNREACHABLE,
        "no address is known for no-such-host.invalid");
    HostAddress refusing = new HostAddress("root", "127.0.0.1", 1);
    assertFailure(
        failing(Fleets.access(hosts), refusing),
        HostFailure.Kind.UNREACHABLE,
        "nobody listens at 127.0.0.1, port 1");
    HostAddress silent = new HostAddress("root", hosts.network() + ".222", null);
    assertFailure(
        failing(Fleets.access(hosts).connectTimeout(Duration.ofSeconds(1)), silent),
        HostFailure.Kind.UNREACHABLE,
        hosts.network() + ".222");
  }

  @Test
  void findsOutSoonThatOfAThousandHostsNoneExists() throws Exception {
    // Nobody answers for their addresses; connected but silent or dropped, when its queue is full;
    // refused.
    try (ServerSocket silent = new ServerSocket(0, 20)) {
      List<HostAddress> all = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        all.add(
            i < 150
                ? HostAddress.of(hosts.network() + "." + (100 + i))
                : new HostAddress(
                    null,
                    "127.9." + i / 250 + "." + (i % 250 + 1),
                    i < 400 ? silent.getLocalPort() : 9));
      }
      long start = System.nanoTime();
      FleetAccess access = Fleets.access(hosts).connectTimeout(Duration.ofSeconds(3)).build();
      try (Fleet fleet = new SshFleets(folder, "nobody", Map.of()).open(access)) {
        List<HostResult> results =
            fleet.exec(all, RemoteCommand.of("true"), SOON, ExecListener.NONE);
        assertThat(results)
            .hasSize(1000)
            .allMatch(
                result ->
                    result.failure() != null
                        && result.failure().kind() == HostFailure.Kind.UNREACHABLE);
        assertThat(results.get(999).host()).isEqualTo(all.get(999));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void findsThoseThatAreThereAmongThoseThatAreNot() {
    List<HostAddress> some =
        new ArrayList<>(
            IntStream.range(0, 60)
                .mapToObj(i -> new HostAddress(null, "127.9.9." + (i + 1), 9))
                .toList());
    some.add(30, hosts.host(1).hostAddress());
    try (Fleet fleet =
        new SshFleets(folder, "nobody", Map.of()).open(Fleets.access(hosts).build())) {
      List<HostResult> results =
          fleet.exec(some, RemoteCommand.of("true"), SOON, ExecListener.NONE);
      assertThat(results.stream().filter(HostResult::succeeded)).hasSize(1);
      assertThat(results.get(30).exitCode()).isZero();
    }
  }

  @Test
  void noticesAHostThatDiesInMidCommandAndComesBackToIt() throws Exception {
    try (TestHosts own = TestHosts.start(2);
        Fleet fleet = Fleets.open(own, FleetAccess.builder().keepAlive(Duration.ofSeconds(1)))) {
      OutputCollector said = new OutputCollector();
      List<HostResult> results = new ArrayList<>();
      Thread caller = beside(fleet, own, "echo x; sleep 6", said, results);
      while (said.out(1).isEmpty() || said.out(0).isEmpty()) {
        Thread.onSpinWait();
      }
      own.host(2).kill();
      caller.join();
      assertThat(results.get(0).exitCode()).isZero();
      assertFailure(results.get(1), HostFailure.Kind.DISCONNECTED, "connection was lost");
      own.host(2).boot();
      assertThat(fleet.exec(own.addresses(), RemoteCommand.of("true"), SOON, ExecListener.NONE))
          .allMatch(HostResult::succeeded);
    }
  }

  @Test
  void connectsAnewWhenAHostWasRestartedBetweenCommands() {
    try (TestHosts own = TestHosts.start(1);
        Fleet fleet = Fleets.open(own, FleetAccess.builder())) {
      assertThat(fleet.exec(own.addresses(), RemoteCommand.of("true"), SOON, ExecListener.NONE))
          .allMatch(HostResult::succeeded);
      own.host(1).reboot();
      assertThat(
              fleet.exec(
                  own.addresses(),
                  RemoteCommand.of("true"),
                  Duration.ofSeconds(40),
                  ExecListener.NONE))
          .allMatch(HostResult::succeeded);
    }
  }

  @Test
  void outlivesANetworkThatIsGoneForAWhile() throws Exception {
    try (TestHosts own = TestHosts.start(1);
        Fleet fleet = Fleets.open(own, FleetAccess.builder())) {
      OutputCollector said = new OutputCollector();
      List<HostResult> results = new ArrayList<>();
      Thread caller = beside(fleet, own, "echo x; sleep 4; echo y", said, results);
      while (said.out(0).isEmpty()) {
        Thread.onSpinWait();
      }
      own.host(1).cut();
      caller.join(2000);
      own.host(1).restore();
      caller.join();
      assertThat(results.get(0).exitCode()).isZero();
      assertThat(said.out(0)).isEqualTo("x\ny\n");
    }
  }

  /** Runs a command on all hosts, on a thread that is given back. */
  private static Thread beside(
      Fleet fleet, TestHosts hosts, String command, ExecListener said, List<HostResult> results) {
    Thread caller =
        new Thread(
            () ->
                results.addAll(
                    fleet.exec(
                        hosts.addresses(),
                        RemoteCommand.of("sh", "-c", command),
                        Duration.ofSeconds(60),
                        said)));
    caller.start();
    return caller;
  }
}
