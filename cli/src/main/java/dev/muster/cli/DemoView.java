package dev.muster.cli;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What the demo found: rows from all over its results, the performance table, what to do next. */
final class DemoView {

  private static final int SHOWN_ROWS = 8;

  /** Columns of results.csv that say something, and their headers. */
  private static final List<List<String>> COLUMNS =
      List.of(
          List.of("file", "file"),
          List.of("column", "column"),
          List.of("window", "window"),
          List.of("mean", "mean"),
          List.of("highest.value", "highest"),
          List.of("trend_per_day.slope", "trend/day"));

  private final Console console;

  DemoView(Console console) {
    this.console = console;
  }

  /** The result files are read as the demo writes them: no cell has a quote or a bar in it. */
  void show(Path results) {
    boolean ran;
    try {
      // Of cached tasks only, every figure would be a dash.
      List<String> figures = Files.readAllLines(results.resolve("performance.txt"));
      ran = figures.stream().noneMatch(line -> line.matches("Total tasks *\\| 0 .*"));
      results(Files.readAllLines(results.resolve("results.csv")));
      if (ran) {
        performance(figures);
      }
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "the results of the demo cannot be read: " + e, null, e);
    }
    console.print("");
    console.print("Open in a browser: " + results.resolve("report.html"));
    console.print(
        ran
            ? "Run it again: every task is cached. Change entrypoint.py: all tasks run."
            : "Every task was cached. Run them again: muster demo --fresh");
  }

  private void results(List<String> lines) {
    List<String> header = Arrays.asList(lines.get(0).split(",", -1));
    int[] places = COLUMNS.stream().mapToInt(column -> header.indexOf(column.get(0))).toArray();
    int rows = lines.size() - 1;
    int shown = Math.min(SHOWN_ROWS, rows);
    if (shown == 0 || Arrays.stream(places).anyMatch(place -> place < 0)) {
      return;
    }
    Table table = new Table(COLUMNS.stream().map(column -> column.get(1)).toArray(String[]::new));
    for (int i = 0; i < shown; i++) {
      String[] cells = lines.get(1 + i * (rows - 1) / Math.max(1, shown - 1)).split(",", -1);
      table.row(Arrays.stream(places).mapToObj(place -> shortened(cells[place])).toArray());
    }
    title("Results", shown + " of " + Texts.count(rows, "row") + ", results.csv has all");
    console.table(table);
  }

  /** A file's name without its folder and ending: all are alike in that. */
  private static String shortened(String cell) {
    return cell.startsWith("data/") ? cell.substring(5).replace(".csv", "") : cell;
  }

  /** The rows of the first table; the second one has the same figures under other names. */
  private void performance(List<String> lines) {
    Table table = new Table(cells(lines.get(0)));
    lines.stream()
        .skip(2)
        .takeWhile(line -> !line.startsWith("--"))
        .forEach(line -> table.row((Object[]) cells(line)));
    title("Performance", "seconds; performance.txt has more");
    console.table(table);
  }

  private void title(String title, String note) {
    console.print("");
    console.print(console.bold(title) + "  " + console.faint(note));
  }

  private static String[] cells(String line) {
    return Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
  }
}
