package dev.muster.examples.weather;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;

/** Sums and means of months. */
final class Monthly {

  private Monthly() {}

  static boolean run(Tables tables, Ini config) {
    JavaRDD<String> months =
        tables
            .read(config.text("Paths", "silver_dir") + "/days")
            .map(Day::of)
            .mapToPair(
                day ->
                    new scala.Tuple2<>(
                        day.station + "," + day.month(),
                        new long[] {1, day.rain, day.highest, day.lowest, day.wind}))
            .reduceByKey(Monthly::added)
            .map(
                month -> {
                  long[] sums = month._2();
                  return String.join(
                      ",",
                      Arrays.asList(
                          month._1(),
                          Long.toString(sums[0]),
                          Day.decimal(sums[1]),
                          mean(sums[2], sums[0]),
                          mean(sums[3], sums[0]),
                          mean(sums[4], sums[0])));
                });
    tables.write(months, config.text("Paths", "gold_dir") + "/months", 2);
    return false;
  }

  private static long[] added(long[] one, long[] other) {
    long[] sums = new long[one.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = one[i] + other[i];
    }
    return sums;
  }

  /** Halves are rounded up. */
  private static String mean(long sum, long count) {
    return Day.decimal(Math.floorDiv(2 * sum + count, 2 * count));
  }
}
