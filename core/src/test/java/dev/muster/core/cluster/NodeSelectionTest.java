package dev.muster.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import dev.muster.spi.MusterException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeSelectionTest {

  private static final List<Node> NODES =
      List.of(node(1, "a", NodeRole.HEAD), node(2, "b", NodeRole.WORKER));

  private static Node node(int number, String host, NodeRole role) {
    return new Node(
        "id", number, new HostAddress("ana", host, 22), role, NodeState.READY, "ssh", Map.of());
  }

  private static List<String> chosen(NodeSelection.Role role, HostAddress... hosts) {
    return new NodeSelection(role, List.of(hosts))
        .of("lab", NODES).stream().map(node -> node.address().host()).toList();
  }

  @Test
  void choosesByRole() {
    assertThat(chosen(NodeSelection.Role.ALL)).containsExactly("a", "b");
    assertThat(chosen(NodeSelection.Role.HEAD)).containsExactly("a");
    assertThat(chosen(NodeSelection.Role.WORKERS)).containsExactly("b");
  }

  @Test
  void choosesByNameWithOrWithoutUserAndPort() {
    assertThat(chosen(NodeSelection.Role.ALL, HostAddress.of("b"))).containsExactly("b");
    assertThat(chosen(NodeSelection.Role.ALL, new HostAddress("ana", "b", 22)))
        .containsExactly("b");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(() -> chosen(NodeSelection.Role.ALL, HostAddress.of("c")))
        .isInstanceOf(MusterException.class)
        .hasMessageContaining("lab has no node c");
    assertThatThrownBy(() -> chosen(NodeSelection.Role.ALL, new HostAddress("eve", "b", null)))
        .isInstanceOf(MusterException.class);
    assertThatThrownBy(
            () -> new NodeSelection(NodeSelection.Role.WORKERS, List.of()).of("lab", List.of()))
        .isInstanceOf(MusterException.class);
  }
}
