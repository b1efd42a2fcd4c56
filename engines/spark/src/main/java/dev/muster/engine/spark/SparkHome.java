package dev.muster.engine.spark;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Finds Spark on this machine. */
final class SparkHome {

  private static final String HINT =
      "name Spark's folder, or a folder of its jars: --spark-home FOLDER, or export SPARK_HOME";

  private SparkHome() {}

  /**
   * What a folder holds.
   *
   * @param named by the user; null when he did not
   * @param environment may have SPARK_HOME and JAVA_HOME
   */
  static SparkInstallation find(@Nullable String named, Map<String, String> environment) {
    String folder = named == null ? environment.get("SPARK_HOME") : named;
    if (folder == null || folder.isEmpty()) {
      throw new MusterException(ErrorKind.NOT_FOUND, "no Spark was named", HINT);
    }
    Path home = Path.of(folder).toAbsolutePath();
    for (Path jars : new Path[] {home.resolve("jars"), home}) {
      if (holdsSpark(jars)) {
        return new SparkInstallation(java(environment), jars.toString(), defaults(home));
      }
    }
    throw new MusterException(
        ErrorKind.NOT_FOUND, "no Spark is in " + home + ": no spark-core_*.jar there", HINT);
  }

  private static boolean holdsSpark(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> core = Files.newDirectoryStream(folder, "spark-core_*.jar")) {
      return core.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  private static String java(Map<String, String> environment) {
    String home = environment.get("JAVA_HOME");
    if (home != null && Files.isExecutable(Path.of(home, "bin", "java"))) {
      return Path.of(home, "bin", "java").toString();
    }
    Path own = Path.of(System.getProperty("java.home"), "bin", "java");
    return Files.isExecutable(own) ? own.toString() : "java";
  }

  private static Map<String, String> defaults(Path home) {
    Path file = home.resolve("conf").resolve("spark-defaults.conf");
    Map<String, String> defaults = new HashMap<>();
    if (Files.isRegularFile(file)) {
      Properties properties = new Properties();
      try (Reader in = Files.newBufferedReader(file)) {
        properties.load(in);
      } catch (IOException | IllegalArgumentException e) {
        throw new MusterException(
            ErrorKind.CONFIGURATION, file + " cannot be read: " + e.getMessage(), null, e);
      }
      properties.forEach((key, value) -> defaults.put(key.toString(), value.toString().strip()));
    }
    return defaults;
  }
}
