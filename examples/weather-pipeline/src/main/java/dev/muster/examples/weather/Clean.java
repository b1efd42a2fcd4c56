package dev.muster.examples.weather;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;

/** Lines that are days, each day once. */
final class Clean {

  private Clean() {}

  static boolean run(Tables tables, Ini config) {
    JavaRDD<String> lines = tables.read(config.text("Paths", "bronze_dir") + "/days");
    LongAccumulator read = tables.spark().sc().longAccumulator("read");
    JavaRDD<String> days =
        lines
            .map(
                line -> {
                  read.add(1);
                  return line;
                })
            .filter(Day::isOne)
            .mapToPair(
                line -> {
                  Day day = Day.of(line);
                  return new scala.Tuple2<>(day.station + "," + day.date, day.line());
                })
            .reduceByKey((one, other) -> one.compareTo(other) <= 0 ? one : other)
            .values()
            .cache();
    long kept = days.count();
    tables.write(days, config.text("Paths", "silver_dir") + "/days", 2);
    tables.write(
        List.of("read," + read.value(), "kept," + kept),
        config.text("Paths", "silver_dir") + "/metrics");
    System.out.println("read " + read.value() + " kept " + kept);
    return false;
  }
}
