package dev.muster.examples.weather;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;

/** Files of stations, one a year, as one table that says which station a line is from. */
final class Ingest {

  private Ingest() {}

  static boolean run(Tables tables, Ini config) {
    String landing = config.text("Paths", "landing_dir");
    JavaRDD<String> all = tables.spark().emptyRDD();
    for (String station : config.text("Ingest", "stations").split("\\s*,\\s*", -1)) {
      all =
          all.union(
              tables
                  .read(landing + "/" + station + "-20*.csv")
                  .filter(line -> !line.startsWith("date,"))
                  .map(line -> station + "," + line));
    }
    int parts = (int) config.number("Ingest", "partitions");
    tables.write(all, config.text("Paths", "bronze_dir") + "/days", parts);
    System.out.println("stations " + Arrays.asList(config.text("Ingest", "stations")));
    return false;
  }
}
