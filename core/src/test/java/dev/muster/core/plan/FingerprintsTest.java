package dev.muster.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Digest;
import dev.muster.model.Input;
import dev.muster.model.Params;
import dev.muster.model.ProjectName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintsTest {

  private static final ProjectName PROJECT = new ProjectName("weather");

  @Test
  void tellsTheWholeFileFromAColumnWithoutAName() {
    assertThat(Fingerprints.key(PROJECT, "a.csv", null, "{}", 1))
        .isNotEqualTo(Fingerprints.key(PROJECT, "a.csv", "", "{}", 1));
  }

  @Test
  void doesNotMixUpNeighbouringParts() {
    assertThat(Fingerprints.key(PROJECT, "ab", "c", "{}", 1))
        .isNotEqualTo(Fingerprints.key(PROJECT, "a", "bc", "{}", 1));
  }

  @Test
  void differsByRoundAndParameters() {
    Digest first = Fingerprints.key(PROJECT, "a", null, "{}", 1);
    assertThat(first).isNotEqualTo(Fingerprints.key(PROJECT, "a", null, "{}", 2));
    assertThat(first).isNotEqualTo(Fingerprints.key(PROJECT, "a", null, "{\"x\":1}", 1));
  }

  @Test
  void staysTheSameWhereTheRootMoves() {
    Digest code = Digest.of("code");
    Input here = new Input("file:/home/a/", "data/x.csv", 3, "sha256:00");
    Input there = new Input("file:/srv/b/", "data/x.csv", 3, "sha256:00");
    assertThat(Fingerprints.fingerprint(code, here))
        .isEqualTo(Fingerprints.fingerprint(code, there));
  }

  @Test
  void ignoresTheOrderOfParameters() {
    Map<String, Object> ab = new LinkedHashMap<>();
    ab.put("a", 1L);
    ab.put("b", Map.of("y", 1L, "x", 2L));
    Map<String, Object> ba = new LinkedHashMap<>();
    ba.put("b", Map.of("x", 2L, "y", 1L));
    ba.put("a", 1L);
    assertThat(Fingerprints.canonical(new Params(ab)))
        .isEqualTo(Fingerprints.canonical(new Params(ba)))
        .isEqualTo("{\"a\":1,\"b\":{\"x\":2,\"y\":1}}");
  }
}
