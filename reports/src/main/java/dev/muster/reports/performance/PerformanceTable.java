package dev.muster.reports.performance;

import dev.muster.spi.report.RunReport;
import java.util.List;

/**
 * The performance table: the rows of the known system's document, then those of its source, a
 * column for each round, Mean and Std when there are several: contract 4.7. What has no value is a
 * dash. Spans are in seconds.
 *
 * @param header names of the columns, the first is the row's
 * @param document rows of the document, each as long as the header
 * @param source rows of the source, each as long as the header
 */
public record PerformanceTable(
    List<String> header, List<List<String>> document, List<List<String>> source) {

  public PerformanceTable {
    header = List.copyOf(header);
    document = document.stream().map(List::copyOf).toList();
    source = source.stream().map(List::copyOf).toList();
  }

  /** Lays out the figures of a run. */
  public static PerformanceTable of(RunReport report, Performance performance) {
    PerformanceRows rows = new PerformanceRows(report, performance.rounds());
    return new PerformanceTable(rows.header(), rows.document(), rows.source());
  }

  /** The table as text, its columns below each other. */
  public String text() {
    int[] widths = new int[header.size()];
    measure(widths, header);
    document.forEach(row -> measure(widths, row));
    source.forEach(row -> measure(widths, row));
    StringBuilder text = new StringBuilder();
    append(text, widths, header);
    rule(text, widths);
    document.forEach(row -> append(text, widths, row));
    rule(text, widths);
    source.forEach(row -> append(text, widths, row));
    return text.toString();
  }

  private static void measure(int[] widths, List<String> row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], length(row.get(i)));
    }
  }

  private static void append(StringBuilder text, int[] widths, List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : " | ").append(row.get(i));
      line.append(" ".repeat(widths[i] - length(row.get(i))));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static void rule(StringBuilder text, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      text.append(i == 0 ? "" : "-+-").append("-".repeat(widths[i]));
    }
    text.append('\n');
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
