package dev.muster.reports.csv;

import dev.muster.model.ResultBody;
import dev.muster.model.TaskResult;
import dev.muster.reports.text.TaskWalk;
import dev.muster.spi.report.ReportWriter;
import dev.muster.spi.report.RunReport;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What the tasks returned: results.csv, results-&lt;round&gt;.csv when there are several rounds,
 * and results.jsonl.
 *
 * <p>Rows stand in plan order; a task that did not succeed has none. Results are the user's data:
 * they are not altered, not even against what a spreadsheet takes for a formula. Goes through the
 * tasks a second time only when a later result brings new columns; one result at a time stands in
 * memory.
 */
public final class ResultsWriter implements ReportWriter {

  /** Found by {@link java.util.ServiceLoader}. */
  public ResultsWriter() {}

  @Override
  public String name() {
    return "results";
  }

  @Override
  public void write(RunReport report, Path folder) throws IOException {
    FirstPass first = firstPass(report, folder);
    if (first.complete()) {
      return;
    }
    try (ResultTables tables = new ResultTables(report, first.columns(), folder)) {
      forEachResult(
          report, (task, body) -> tables.write(task.task(), Flattener.flatten(report, body)));
    }
  }

  private static FirstPass firstPass(RunReport report, Path folder) throws IOException {
    try (FirstPass pass = new FirstPass(report, folder)) {
      forEachResult(report, pass::write);
      return pass;
    }
  }

  private static void forEachResult(RunReport report, Step step) throws IOException {
    TaskWalk.forEach(
        report,
        task -> {
          ResultBody body = task.outcome() == null ? null : task.outcome().result();
          if (body != null) {
            step.accept(task, body);
          }
        });
  }

  /** What is done with a result. */
  @FunctionalInterface
  private interface Step {
    void accept(TaskResult task, ResultBody body) throws IOException;
  }
}
