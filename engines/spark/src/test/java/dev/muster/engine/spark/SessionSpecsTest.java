package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.spark.session.SessionSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionSpecsTest {

  private static SessionSpec spec(Map<String, String> defaults, String... submit) {
    return SessionSpecs.of(
        new SparkInstallation("java", "/spark/jars", defaults),
        List.of(submit),
        Map.of("A", "b"),
        Path.of("/here"),
        List.of("-XX:SharedArchiveFile=/a.jsa"),
        "/spark/jars/x.jar:/spark/jars/y.jar");
  }

  @Test
  void whatSparkSubmitWouldGiveItsJavaIsGiven() {
    SessionSpec spec =
        spec(
            Map.of("spark.driver.memory", "2g", "spark.driver.extraClassPath", "/conf"),
            "--driver-memory=3g",
            "--driver-java-options",
            "-Da=1 -Db='x y'");
    assertThat(spec.javaOptions())
        .contains("-Xmx3g", "-XX:SharedArchiveFile=/a.jsa")
        .endsWith("-Da=1", "-Db=x y");
    assertThat(spec.classpath()).containsExactly("/conf", "/spark/jars/x.jar:/spark/jars/y.jar");
    assertThat(spec.submit())
        .containsSubsequence("--conf", "spark.driver.memory=2g", "--driver-memory=3g");
  }

  @Test
  void aLocalMasterNeedsNoNameOfThisMachine() {
    assertThat(spec(Map.of()).environment()).containsEntry("SPARK_LOCAL_IP", "127.0.0.1");
    assertThat(spec(Map.of(), "--master", "spark://h:7077").environment())
        .doesNotContainKey("SPARK_LOCAL_IP");
  }

  @ParameterizedTest
  @CsvSource({"512,512m", "2gb,2g", "1g,1g", "' 4G ',4G"})
  void memoryIsAsJavaTakesIt(String given, String taken) {
    assertThat(SessionSpecs.memory(given)).isEqualTo(taken);
  }
}
