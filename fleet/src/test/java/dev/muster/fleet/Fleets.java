package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.FleetListener;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.HostResult;
import dev.muster.testkit.hosts.TestHosts;
import java.util.Map;

/** Fleets of test hosts. */
final class Fleets {

  private Fleets() {}

  /** With the hosts' key and known hosts. */
  static FleetAccess.Builder access(TestHosts hosts) {
    return FleetAccess.builder().key(hosts.key()).knownHosts(hosts.knownHosts());
  }

  /** With the hosts' key and known hosts, and nothing of the user who runs the tests. */
  static Fleet open(TestHosts hosts, FleetAccess.Builder access) {
    return open(
        hosts, access.key(hosts.key()).knownHosts(hosts.knownHosts()).build(), FleetListener.NONE);
  }

  static Fleet open(TestHosts hosts, FleetAccess access, FleetListener listener) {
    return new SshFleets(hosts.folder(), "nobody", Map.of("PATH", System.getenv("PATH")))
        .open(access, listener);
  }

  /** That a host failed so, with these words in what is said or advised. */
  static void assertFailure(HostResult result, HostFailure.Kind kind, String... words) {
    assertThat(result.failure()).isNotNull();
    assertThat(result.failure().kind()).isEqualTo(kind);
    assertThat(result.failure().message() + " # " + result.failure().hint()).contains(words);
  }
}
