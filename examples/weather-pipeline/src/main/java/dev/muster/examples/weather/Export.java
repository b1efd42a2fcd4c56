package dev.muster.examples.weather;

import java.util.ArrayList;
import java.util.List;

/** The tables that people read: one file each, with a header. */
final class Export {

  private Export() {}

  static boolean run(Tables tables, Ini config) {
    String gold = config.text("Paths", "gold_dir");
    String exports = config.text("Paths", "exports_dir");
    List<String> months =
        new ArrayList<>(List.of("station,month,days,precipitation,temp_max,temp_min,wind"));
    months.addAll(tables.read(gold + "/months").sortBy(line -> line, true, 1).collect());
    tables.write(months, exports + "/months");
    List<String> extremes =
        new ArrayList<>(List.of("station,extreme,date,precipitation,temp_max,temp_min,wind"));
    extremes.addAll(tables.read(gold + "/extremes").sortBy(line -> line, true, 1).collect());
    tables.write(extremes, exports + "/extremes");
    System.out.println("months " + (months.size() - 1) + " extremes " + (extremes.size() - 1));
    return false;
  }
}
