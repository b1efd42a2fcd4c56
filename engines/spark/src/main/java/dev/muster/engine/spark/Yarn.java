package dev.muster.engine.spark;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a driver on this machine needs to run its executors on YARN, in client mode (Spark's
 * documentation, "Running Spark on YARN").
 */
final class Yarn {

  static final String MASTER = "yarn";

  private static final List<String> NAMES = List.of("HADOOP_CONF_DIR", "YARN_CONF_DIR");

  private Yarn() {}

  /** The folders of Hadoop's configuration that the environment names. */
  static List<String> configuration(Map<String, String> environment) {
    List<String> folders = new ArrayList<>();
    for (String name : NAMES) {
      String folder = environment.getOrDefault(name, "");
      if (!folder.isEmpty() && !folders.contains(folder)) {
        folders.add(folder);
      }
    }
    return folders;
  }

  /**
   * Checks that it can be used, and adds what Spark's own scripts would say.
   *
   * @throws MusterException UNAVAILABLE with all that is missing
   */
  static void configure(
      Map<String, String> settings,
      SparkInstallation installation,
      Map<String, String> environment,
      int workers) {
    List<String> missing = new ArrayList<>();
    List<String> folders = configuration(environment);
    if (folders.stream().noneMatch(Yarn::isConfiguration)) {
      missing.add(
          folders.isEmpty()
              ? "HADOOP_CONF_DIR, the folder of yarn-site.xml and core-site.xml"
              : "yarn-site.xml in " + String.join(" and ", folders));
    }
    if (!holds(Path.of(installation.jars()), "spark-yarn_*.jar")) {
      missing.add("spark-yarn_*.jar in " + installation.jars());
    }
    if (!missing.isEmpty()) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "--master yarn needs " + String.join(", and ", missing),
          "export HADOOP_CONF_DIR=/etc/hadoop/conf; --spark-home a Spark that was built with YARN");
    }
    if (!settings.containsKey("spark.yarn.archive")) {
      settings.putIfAbsent("spark.yarn.jars", "file:" + installation.jars() + "/*.jar");
    }
    if (workers > 0) {
      settings.putIfAbsent("spark.executor.instances", Integer.toString(workers));
      settings.putIfAbsent("spark.executor.cores", "1");
    }
  }

  private static boolean isConfiguration(String folder) {
    return Files.isReadable(Path.of(folder, "yarn-site.xml"));
  }

  private static boolean holds(Path folder, String glob) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      return found.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }
}
