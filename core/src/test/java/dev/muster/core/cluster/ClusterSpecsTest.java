package dev.muster.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.ClusterAuth;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterSpec;
import dev.muster.model.HostAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A cluster in the ledger reads back as it was, and is the same for every process. */
class ClusterSpecsTest {

  @Test
  void readsWhatItWrote() {
    ClusterSpec spec = spec("echo one");

    assertThat(ClusterSpecs.read(ClusterSpecs.write(spec))).isEqualTo(spec);
  }

  @Test
  void isTheSameInAnyOrderOfMembersAndNotWithAnotherSetting() {
    String mounts = "[{\"remote\":\"a\",\"local\":\"/b\",\"excludes\":[\"x\",\"y\"]}]";
    String turned = "[{\"excludes\":[\"x\",\"y\"],\"local\":\"/b\",\"remote\":\"a\"}]";

    assertThat(
            ClusterSpecs.same(
                "{\"name\":\"lab\",\"mounts\":" + mounts + "}",
                "{\"mounts\":" + turned + ",\"name\":\"lab\"}"))
        .isTrue();
    assertThat(ClusterSpecs.same(ClusterSpecs.write(spec("a")), ClusterSpecs.write(spec("b"))))
        .isFalse();
  }

  private static ClusterSpec spec(String setup) {
    HostAddress host = new HostAddress("root", "h1", 2222);
    return new ClusterSpec(
        new ClusterName("lab"),
        "ssh",
        List.of(host, new HostAddress(null, "h2", null)),
        host,
        new ClusterAuth("root", Path.of("/k"), null, List.of(host), true, null),
        List.of("spark"),
        new ClusterSpec.Setup(List.of(setup), List.of(), List.of("two")),
        List.of(new ClusterSpec.FileMount("~/data", Path.of("/data"), List.of("*.tmp"))),
        Map.of("A", "1", "B", "2", "C", "3"),
        Map.of());
  }
}
