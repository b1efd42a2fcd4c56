package dev.muster.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.ClusterAuth;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterSpec;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterPlanTest {

  static ClusterSpec spec(List<String> hosts, @Nullable String head) {
    return new ClusterSpec(
        new ClusterName("lab"),
        "ssh",
        hosts.stream().map(HostAddress::of).toList(),
        head == null ? null : HostAddress.of(head),
        new ClusterAuth(
            "ana",
            Path.of("/keys/id"),
            2222,
            List.of(new HostAddress("b", "gate", 22)),
            false,
            Path.of("/known")),
        List.of("spark"),
        new ClusterSpec.Setup(List.of("true"), List.of("echo head"), List.of("echo 'a b'")),
        List.of(new ClusterSpec.FileMount("data", Path.of("/here/data"), List.of("*.pyc"))),
        Map.of("A", "1"),
        Map.of("docker", Map.of("image", "x")));
  }

  @Test
  void makesTheFirstHostTheHead() {
    List<Node> nodes = ClusterPlan.nodes("id", spec(List.of("a", "b", "c"), null));
    assertThat(nodes).extracting(node -> node.address().host()).containsExactly("a", "b", "c");
    assertThat(nodes)
        .extracting(Node::role)
        .containsExactly(NodeRole.HEAD, NodeRole.WORKER, NodeRole.WORKER);
    assertThat(nodes).extracting(Node::number).containsExactly(1, 2, 3);
  }

  @Test
  void putsTheNamedHeadFirst() {
    List<Node> nodes = ClusterPlan.nodes("id", spec(List.of("a", "b", "c"), "b"));
    assertThat(nodes).extracting(node -> node.address().host()).containsExactly("b", "a", "c");
  }

  @Test
  void numbersMoreHostsBehindThoseThatWereEverThere() {
    List<Node> before = ClusterPlan.nodes("id", spec(List.of("a", "b", "c"), null));
    List<Node> more =
        ClusterPlan.more(
            "id", List.of(before.get(0), before.get(2)), List.of(HostAddress.of("d")), "ssh");
    assertThat(more).singleElement().extracting(Node::number).isEqualTo(4);
  }

  @Test
  void namesTheStepsOfARole() {
    ClusterSpec spec = spec(List.of("a"), null);
    assertThat(ClusterPlan.steps(spec, NodeRole.HEAD))
        .containsExactly("reach", "claim", "mount data", "setup", "setup-head");
    assertThat(ClusterPlan.steps(spec, NodeRole.WORKER))
        .containsExactly("reach", "claim", "mount data", "setup", "setup-worker");
  }

  @Test
  void keepsASpecInTheLedgerAsItIs() {
    ClusterSpec spec = spec(List.of("a", "b"), "b");
    assertThat(ClusterSpecs.read(ClusterSpecs.write(spec))).isEqualTo(spec);
    ClusterSpec plain =
        new ClusterSpec(
            new ClusterName("x"),
            "local",
            List.of(),
            null,
            ClusterAuth.DEFAULT,
            List.of(),
            ClusterSpec.Setup.NONE,
            List.of(),
            Map.of(),
            Map.of());
    assertThat(ClusterSpecs.read(ClusterSpecs.write(plain))).isEqualTo(plain);
  }

  @Test
  void plansManyHostsQuickly() {
    List<String> hosts = IntStream.range(0, 20_000).mapToObj(i -> "h" + i).toList();
    assertThat(ClusterPlan.nodes("id", spec(hosts, null))).hasSize(20_000);
  }
}
