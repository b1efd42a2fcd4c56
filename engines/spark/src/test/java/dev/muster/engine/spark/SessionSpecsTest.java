package dev.muster.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.spark.session.SessionSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionSpecsTest {

  private static final String PARALLEL = "-XX:+UseParallelGC";
  private static final String LOCAL_FILES =
      "spark.hadoop.fs.file.impl=dev.muster.session.LocalFiles";

  private static SessionSpec spec(Map<String, String> defaults, String... submit) {
    return spec(defaults, Map.of("A", "b"), submit);
  }

  private static SessionSpec spec(
      Map<String, String> defaults, Map<String, String> environment, String... submit) {
    return SessionSpecs.of(
        new SparkInstallation("java", "/spark/jars", defaults),
        List.of(submit),
        environment,
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

  /** An executor on another machine would look for the class in vain. */
  @Test
  void onlyALocalMasterHasOurLocalFiles() {
    assertThat(spec(Map.of(), "--master", "local[2]").submit()).contains(LOCAL_FILES);
    assertThat(spec(Map.of(), "--master", "local").submit()).contains(LOCAL_FILES);
    assertThat(spec(Map.of(), "--master", "local-cluster[2,1,1024]").submit())
        .doesNotContain(LOCAL_FILES);
    assertThat(spec(Map.of(), "--master=yarn").submit()).doesNotContain(LOCAL_FILES);
    assertThat(spec(Map.of()).submit()).doesNotContain(LOCAL_FILES); // code may name a master
  }

  @Test
  void filesOfTheUserWin() {
    String own = "spark.hadoop.fs.file.impl=org.example.Files";
    assertThat(spec(Map.of(), "--master", "local", "--conf", own).submit())
        .containsSubsequence(LOCAL_FILES, own);
  }

  @ParameterizedTest
  @CsvSource({
    "1g,true",
    "4g,true",
    "3999m,true",
    "900m,true",
    "5g,false",
    "4096m,false",
    "12g,false"
  })
  void aSmallHeapIsCollectedInParallel(String memory, boolean parallel) {
    assertThat(spec(Map.of(), "--driver-memory", memory).javaOptions().contains(PARALLEL))
        .isEqualTo(parallel);
  }

  /** Java does not start with two collectors. */
  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseG1GC", "-Da=b -XX:+UseSerialGC", "-XX:-UseG1GC"})
  void aCollectorOfTheUserIsTheOnlyOne(String options) {
    assertThat(spec(Map.of(), "--driver-java-options", options).javaOptions())
        .doesNotContain(PARALLEL);
    assertThat(spec(Map.of(), Map.of("JAVA_TOOL_OPTIONS", options)).javaOptions())
        .doesNotContain(PARALLEL);
    assertThat(spec(Map.of(), Map.of("_JAVA_OPTIONS", options)).javaOptions())
        .doesNotContain(PARALLEL);
    assertThat(spec(Map.of(), Map.of("JDK_JAVA_OPTIONS", options)).javaOptions())
        .doesNotContain(PARALLEL);
  }

  @ParameterizedTest
  @CsvSource({"512,512m", "2gb,2g", "1g,1g", "' 4G ',4G"})
  void memoryIsAsJavaTakesIt(String given, String taken) {
    assertThat(SessionSpecs.memory(given)).isEqualTo(taken);
  }
}
