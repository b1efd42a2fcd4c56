package dev.muster.core.packaging;

import java.util.List;

/** Apache Sedona's jars for a Spark, by the names that its own installation page gives them. */
public final class SedonaPreset {

  private static final String VERSION = "[0-9]+\\.[0-9]+\\.[0-9]+(-[A-Za-z0-9.]+)?";

  private SedonaPreset() {}

  /**
   * The coordinates: Sedona in one jar and GeoTools, which it does not contain for its licence.
   *
   * @param sedona for instance {@code 1.6.1}
   * @param spark {@code x.y}
   * @param scala {@code 2.12} or {@code 2.13}
   * @throws IllegalArgumentException says what is wrong
   */
  public static List<String> coordinates(String sedona, String spark, String scala) {
    if (!sedona.matches(VERSION)) {
      throw new IllegalArgumentException("Sedona has versions like 1.6.1, not " + sedona);
    }
    if (!spark.matches("[34]\\.[0-9]{1,2}")) {
      throw new IllegalArgumentException("name Spark's minor version, as 3.5, not " + spark);
    }
    if (!scala.matches("2\\.1[23]")) {
      throw new IllegalArgumentException("Sedona is made for Scala 2.12 and 2.13, not " + scala);
    }
    return List.of(
        "org.apache.sedona:sedona-spark-shaded-" + spark + "_" + scala + ":" + sedona,
        "org.datasyslab:geotools-wrapper:" + sedona + "-" + geotools(sedona));
  }

  /**
   * The GeoTools that releases of Sedona were made with
   * (sedona.apache.org/latest/setup/maven-coordinates).
   */
  private static String geotools(String sedona) {
    String[] parts = sedona.split("\\.", 3);
    int minor = Integer.parseInt(parts[1]);
    boolean first = parts[0].equals("1");
    return first && minor < 7 ? "28.2" : first && minor < 8 ? "28.5" : "33.1";
  }
}
