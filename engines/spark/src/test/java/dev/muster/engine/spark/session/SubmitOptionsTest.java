package dev.muster.engine.spark.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitOptionsTest {

  @Test
  void bothFormsOfAnOptionAreRead() {
    SubmitOptions options =
        SubmitOptions.of(
            List.of(
                "--master=local[*]", "--conf", "spark.x=a=b", "--conf=spark.y=2", "--name", "n"),
            Map.of());
    assertThat(options.settings())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("spark.master", "local[*]", "spark.x", "a=b", "spark.y", "2"));
  }

  @Test
  void optionsGoBeforeDefaults() {
    SubmitOptions options =
        SubmitOptions.of(
            List.of("--driver-memory", "3g"),
            Map.of("spark.driver.memory", "2g", "spark.driver.extraClassPath", "/a:/b"));
    assertThat(options.memory()).isEqualTo("3g");
    assertThat(options.classpath()).containsExactly("/a:/b");
  }

  @ParameterizedTest
  @CsvSource({"512,512m", "2gb,2g", "1g,1g", "' 4G ',4G"})
  void memoryIsAsJavaTakesIt(String given, String taken) {
    assertThat(SubmitOptions.of(List.of("--driver-memory", given), Map.of()).memory())
        .isEqualTo(taken);
  }

  @Test
  void quotesHoldJavaOptionsTogether() {
    SubmitOptions options =
        SubmitOptions.of(List.of("--driver-java-options", "-Da=1 -Db='x y' \"-Dc=z z\""), Map.of());
    assertThat(options.javaOptions()).containsExactly("-Da=1", "-Db=x y", "-Dc=z z");
  }

  @Test
  void anOptionWithoutItsValueIsLeftToSpark() {
    assertThat(SubmitOptions.of(List.of("--conf"), Map.of()).settings()).isEmpty();
  }
}
