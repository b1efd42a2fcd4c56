package dev.muster.engine.spark.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionSpecTest {

  private static SessionSpec spec(List<String> submit, Map<String, String> environment) {
    return new SessionSpec(
        "java", List.of("-Xmx1g"), List.of("jars/*"), submit, environment, Path.of("/tmp"));
  }

  @Test
  void saysWhatDiffersWithoutValuesOfVariables() {
    SessionSpec one = spec(List.of("--master", "local[2]"), Map.of("TOKEN", "secret"));
    SessionSpec other = spec(List.of("--master", "local[4]"), Map.of("TOKEN", "other"));
    assertThat(one.difference(other))
        .isEqualTo("options local[4] no local[2]; environment TOKEN")
        .doesNotContain("secret");
  }

  @Test
  void theOrderOfOptionsCounts() {
    SessionSpec one = spec(List.of("--conf", "a=1", "--conf", "b=2"), Map.of());
    SessionSpec other = spec(List.of("--conf", "b=2", "--conf", "a=1"), Map.of());
    assertThat(one).isNotEqualTo(other);
    assertThat(one.difference(other)).isEqualTo("the order of options");
  }

  @Test
  void theJarOfTheDriverIsLastOnTheClassPath() {
    List<String> command =
        spec(List.of("--master", "local"), Map.of()).command(Path.of("/s.jar"), true);
    assertThat(command.get(command.indexOf("-cp") + 1)).isEqualTo("jars/*:/s.jar");
    assertThat(command).contains("-Djava.security.manager=allow").endsWith("--master", "local");
  }

  @Test
  void javaReleases() {
    assertThat(List.of("17.0.9", "1.8.0_292", "25", "11.0.2", "odd"))
        .extracting(JavaRelease::number)
        .containsExactly(17, 8, 25, 11, 0);
    assertThat(JavaRelease.traps(25)).isFalse();
    assertThat(JavaRelease.traps(23)).isTrue();
    assertThat(JavaRelease.mustAllow(11)).isFalse();
    assertThat(JavaRelease.mustAllow(17)).isTrue();
  }
}
