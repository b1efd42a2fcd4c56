package dev.muster.app;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Spark as Maven brings it for the tests. */
final class SparkJars {

  private SparkJars() {}

  /** A folder of jars, as {@code --spark-home} takes it. */
  static Path of(String version) {
    Path jars =
        Path.of(System.getProperty("muster.root"), "engines", "spark-jars-" + version, "target")
            .resolve("jars");
    assumeTrue(
        Files.isDirectory(jars),
        "no Spark "
            + version
            + " in "
            + jars
            + ": mvn -Plong package -pl engines/spark-jars-"
            + version);
    return jars;
  }

  /** Options of {@code map} for a master. */
  static List<String> options(String version, String master) {
    return List.of("--engine", "spark", "--master", master, "--spark-home", of(version).toString());
  }
}
