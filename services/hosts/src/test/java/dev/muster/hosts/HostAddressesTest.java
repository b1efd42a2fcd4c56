package dev.muster.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import dev.muster.testkit.hosts.SampleHost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostAddressesTest {

  private static final Node HERE =
      new Node(
          "c1", 1, HostAddress.of("localhost"), NodeRole.HEAD, NodeState.READY, "local", Map.of());
  private static final Node HOST = SampleHost.node(2, NodeRole.WORKER);

  private static String address(List<Node> nodes, SampleHost... samples) {
    HostMeasure measure = HostAddresses.settle(nodes, Sites.measures(samples)).get(1);
    return measure == null ? "none" : measure.address();
  }

  @Test
  void aloneItIsOpenToNoNetwork() {
    assertThat(address(List.of(HERE), SampleHost.good(1).address("192.168.1.7")))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void besideHostsItHasTheAddressFromWhichTheyWereAsked() {
    SampleHost here = SampleHost.good(1).address("172.17.0.1").own("172.17.0.1", "10.0.0.5");
    assertThat(address(List.of(HERE, HOST), here, SampleHost.good(2).asked("10.0.0.5")))
        .isEqualTo("10.0.0.5");
  }

  @Test
  void anAddressThatIsSomeRoutersIsNotTaken() {
    SampleHost here = SampleHost.good(1).address("172.17.0.1").own("172.17.0.1");
    assertThat(address(List.of(HERE, HOST), here, SampleHost.good(2).asked("203.0.113.9")))
        .isEqualTo("172.17.0.1");
    assertThat(address(List.of(HERE, HOST), here)).as("it did not answer").isEqualTo("172.17.0.1");
  }

  @Test
  void hostsKeepTheirs() {
    List<Node> nodes = SampleHost.nodes(1);
    Map<Integer, HostMeasure> measures = Sites.measures(SampleHost.good(1), SampleHost.good(2));
    assertThat(HostAddresses.settle(nodes, measures)).isEqualTo(measures);
  }
}
