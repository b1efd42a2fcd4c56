package dev.muster.packages.distribution;

import dev.muster.spi.distribution.KnownDistribution;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
   * @param held versions of what they need, by the start of their own version, where nearness in
   *     the tree would choose another than their own build
   * @param note for people
   */
  record Family(
      String name,
      String scala,
      List<String> versions,
      List<String> modules,
      Map<String, List<String>> held,
      String note) {

    /** The version that is taken when none is named. */
    String defaultVersion() {
      return versions.get(0);
    }

    /** What a version is resolved from: {@code group:artifact:version}. */
    List<String> coordinates(String version) {
      return modules.stream()
          .map(module -> module.replace("{scala}", scala).replace("{version}", version))
          .toList();
    }

    /** What is held to a version below {@link #coordinates}. */
    List<String> held(String version) {
      return held.entrySet().stream()
          .filter(one -> version.startsWith(one.getKey()))
          .flatMap(one -> one.getValue().stream())
          .sorted()
          .toList();
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
              // The tree has an slf4j 1.7 nearer than the 2.0 that Spark's logging needs.
              Map.of("3.5.", List.of("org.slf4j:slf4j-api:2.0.7")),
              "Spark core and SQL. PySpark's own files are not published there: give Spark's "
                  + "archive (packages import) or have pyspark on the hosts"));

  private Catalogue() {}

  static List<Family> families() {
    return FAMILIES;
  }

  static Optional<Family> find(String name) {
    return FAMILIES.stream().filter(family -> family.name().equals(name)).findFirst();
  }
}
