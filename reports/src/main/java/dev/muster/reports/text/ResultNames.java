package dev.muster.reports.text;

import dev.muster.model.ResultFile;
import dev.muster.spi.report.RunReport;

/** Names of files beside those that a project can rename. */
public final class ResultNames {

  private ResultNames() {}

  /** {@code results.csv} of round 2 is {@code results-2.csv}: contract 4.7. */
  public static String ofRound(String name, int round) {
    return stem(name) + "-" + round + name.substring(stem(name).length());
  }

  /** {@code results.csv} as JSON lines is {@code results.jsonl}. */
  public static String resultLines(RunReport report) {
    return stem(report.fileName(ResultFile.RESULTS)) + ".jsonl";
  }

  /** {@code performance.txt} as JSON is {@code performance.json}. */
  public static String performanceJson(RunReport report) {
    return stem(report.fileName(ResultFile.PERFORMANCE)) + ".json";
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && dot > name.lastIndexOf('/') ? name.substring(0, dot) : name;
  }
}
