package dev.muster.packages.distribution;

import dev.muster.spi.distribution.KnownDistribution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The distributions that can be named, as data. Versions that are listed were resolved and started;
 * others follow the rule of their family.
 */
final class Catalogue {

  /**
   * What a name stands for.
   *
   * @param name as people type it
   * @param scala the Scala of its jars, empty for none
   * @param versions that were tried, the default one first
   * @param modules coordinates, where {@code {scala}} and {@code {version}} are put in
   * @param more coordinates, as modules, by the start of the version that has them; with {@code !}
   *     at their end without what they need
   * @param held versions of what they need, by the start of their own version, where nearness in
   *     the tree would choose another than their own build
   * @param note for people
   */
  record Family(
      String name,
      String scala,
      List<String> versions,
      List<String> modules,
      Map<String, List<String>> more,
      Map<String, List<String>> held,
      String note) {

    /** The version that is taken when none is named. */
    String defaultVersion() {
      return versions.get(0);
    }

    /** What a version is resolved from: {@code group:artifact:version}. */
    List<String> coordinates(String version) {
      return Stream.concat(modules.stream(), of(more, version))
          .map(module -> module.replace("{scala}", scala).replace("{version}", version))
          .toList();
    }

    private static Stream<String> of(Map<String, List<String>> byStart, String version) {
      return byStart.entrySet().stream()
          .filter(one -> version.startsWith(one.getKey()))
          .flatMap(one -> one.getValue().stream())
          .sorted();
    }

    /** What is held to a version below {@link #coordinates}. */
    List<String> held(String version) {
      return of(held, version).toList();
    }

    KnownDistribution known() {
      return new KnownDistribution(name, defaultVersion(), versions, note);
    }
  }

  private static final List<Family> FAMILIES =
      List.of(
          new Family(
              "spark",
              "2.13",
              List.of("4.1.1", "3.5.6"),
              List.of(
                  "org.apache.spark:spark-core_{scala}:{version}",
                  "org.apache.spark:spark-sql_{scala}:{version}"),
              // YARN, as Spark's own archive has it; for 4.1 it is not published.
              Map.of(
                  "3.5.",
                  List.of(
                      "org.apache.spark:spark-yarn_{scala}:{version}",
                      "org.apache.hadoop:hadoop-yarn-server-web-proxy:3.3.4!")),
              // The tree has an slf4j 1.7 nearer than the 2.0 that Spark's logging needs.
              Map.of("3.5.", List.of("org.slf4j:slf4j-api:2.0.7")),
              "Spark core and SQL, for 3.5 also for YARN. PySpark's own files are not published there: give Spark's "
                  + "archive (distribution import) or have pyspark on the hosts"),
          new Family(
              "hadoop",
              "",
              List.of("3.4.2"),
              List.of(
                      "hadoop-common",
                      "hadoop-hdfs",
                      "hadoop-hdfs-client",
                      "hadoop-yarn-server-resourcemanager",
                      "hadoop-yarn-server-nodemanager",
                      // The ResourceManager does not start without its classes.
                      "hadoop-yarn-server-timelineservice",
                      "hadoop-yarn-server-web-proxy",
                      "hadoop-yarn-client",
                      "hadoop-mapreduce-client-jobclient",
                      "hadoop-mapreduce-client-shuffle",
                      "hadoop-mapreduce-client-app",
                      "hadoop-mapreduce-client-hs",
                      "hadoop-mapreduce-examples")
                  .stream()
                  .map(module -> "org.apache.hadoop:" + module + ":{version}")
                  .toList(),
              Map.of(),
              Map.of(),
              "HDFS, YARN and MapReduce. The pages of HDFS are not published there; those of YARN "
                  + "and of the job history are"));

  private Catalogue() {}

  static List<Family> families() {
    return FAMILIES;
  }

  static Optional<Family> find(String name) {
    return FAMILIES.stream().filter(family -> family.name().equals(name)).findFirst();
  }
}
