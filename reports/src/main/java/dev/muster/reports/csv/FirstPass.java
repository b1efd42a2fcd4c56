package dev.muster.reports.csv;

import dev.muster.model.ResultBody;
import dev.muster.model.TaskResult;
import dev.muster.spi.report.RunReport;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines, notes the columns, and writes the tables too as long as every result has only
 * keys that the first one has: mostly all of them, and then nobody goes through the tasks again.
 */
final class FirstPass implements Closeable {

  private final RunReport report;
  private final Path folder;
  private final ResultLines lines;
  private final ResultColumns columns;
  private @Nullable ResultTables tables;
  private boolean complete = true;

  FirstPass(RunReport report, Path folder) throws IOException {
    this.report = report;
    this.folder = folder;
    this.columns = new ResultColumns(report.paramNames());
    this.lines = new ResultLines(report, folder);
  }

  void write(TaskResult task, ResultBody body) throws IOException {
    lines.write(task, body);
    Map<String, String> cells = Flattener.flatten(report, body);
    boolean grown = false;
    for (String key : cells.keySet()) {
      grown |= columns.note(key);
    }
    if (tables == null) {
      tables = new ResultTables(report, columns, folder);
    } else if (grown) {
      complete = false;
    }
    if (complete) {
      tables.write(task.task(), cells);
    }
  }

  /** The columns of all results, after the last task. */
  ResultColumns columns() {
    return columns;
  }

  /** Tells whether the tables are whole. */
  boolean complete() {
    return complete && tables != null;
  }

  @Override
  public void close() throws IOException {
    try {
      lines.close();
    } finally {
      if (tables != null) {
        tables.close();
      }
    }
  }
}
