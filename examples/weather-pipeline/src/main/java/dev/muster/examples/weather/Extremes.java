package dev.muster.examples.weather;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** The warmest, coldest, wettest and windiest day of each station; of equal ones the first. */
final class Extremes {

  private enum Kind {
    COLDEST,
    WARMEST,
    WETTEST,
    WINDIEST;

    private long measure(Day day) {
      switch (this) {
        case COLDEST:
          return -day.lowest;
        case WARMEST:
          return day.highest;
        case WETTEST:
          return day.rain;
        case WINDIEST:
          return day.wind;
      }
      throw new AssertionError(this);
    }

    Day more(Day one, Day other) {
      int order = Long.compare(measure(one), measure(other));
      return order > 0 || (order == 0 && one.date.compareTo(other.date) <= 0) ? one : other;
    }
  }

  private Extremes() {}

  static boolean run(Tables tables, Ini config) {
    JavaRDD<Day> days =
        tables.read(config.text("Paths", "silver_dir") + "/days").map(Day::of).cache();
    List<String> lines = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      days.mapToPair(day -> new Tuple2<>(day.station, day))
          .reduceByKey(kind::more)
          .sortByKey(true, 1)
          .collect()
          .forEach(each -> lines.add(line(kind, each._2())));
    }
    lines.sort(null);
    tables.write(lines, config.text("Paths", "gold_dir") + "/extremes");
    return false;
  }

  private static String line(Kind kind, Day day) {
    String rest = day.line().substring(day.station.length());
    return day.station + "," + kind.name().toLowerCase(java.util.Locale.ROOT) + rest;
  }
}
