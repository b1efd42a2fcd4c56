package dev.muster.examples.weather;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;

/** Days that are missing or cannot be; more of them than allowed are critical. */
final class QualityWarnings {

  private QualityWarnings() {}

  static boolean run(Tables tables, Ini config) {
    long wind = Math.round(config.decimal("QualityWarnings", "strongest_wind") * 10);
    double allowed = config.decimal("QualityWarnings", "critical_percent");
    JavaRDD<Day> days =
        tables.read(config.text("Paths", "silver_dir") + "/days").map(Day::of).cache();
    Map<String, Long> found =
        new TreeMap<>(
            days.mapToPair(day -> new scala.Tuple2<>(day.station + "," + day.year(), 1L))
                .countByKey());
    Map<String, Long> odd =
        days.filter(day -> day.lowest > day.highest || day.wind > wind || day.rain < 0)
            .mapToPair(day -> new scala.Tuple2<>(day.station + "," + day.year(), 1L))
            .countByKey();
    List<String> lines = new ArrayList<>(List.of("station,year,days,missing,odd,critical"));
    boolean critical = false;
    for (Map.Entry<String, Long> each : found.entrySet()) {
      int year = Integer.parseInt(each.getKey().substring(each.getKey().indexOf(',') + 1));
      long missing = LocalDate.of(year, 1, 1).lengthOfYear() - each.getValue();
      long wrong = odd.getOrDefault(each.getKey(), 0L);
      boolean bad = 100.0 * (missing + wrong) / LocalDate.of(year, 1, 1).lengthOfYear() > allowed;
      critical |= bad;
      lines.add(each.getKey() + "," + each.getValue() + "," + missing + "," + wrong + "," + bad);
    }
    tables.write(lines, config.text("Paths", "silver_quality_warnings_dir"));
    lines.forEach(System.out::println);
    return critical;
  }
}
