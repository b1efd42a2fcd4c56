package dev.muster.reports.csv;

import dev.muster.model.ResultBody;
import dev.muster.model.ResultFile;
import dev.muster.model.Run;
import dev.muster.model.TaskResult;
import dev.muster.model.Worker;
import dev.muster.spi.report.RunReport;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Another report, for tests that watch or change one answer. */
class DelegatingReport implements RunReport {

  private final RunReport report;

  DelegatingReport(RunReport report) {
    this.report = report;
  }

  @Override
  public Run run() {
    return report.run();
  }

  @Override
  public String fileName(ResultFile file) {
    return report.fileName(file);
  }

  @Override
  public List<String> paramNames() {
    return report.paramNames();
  }

  @Override
  public Map<Integer, Worker> workers() {
    return report.workers();
  }

  @Override
  public void forEachTask(Consumer<TaskResult> consumer) {
    report.forEachTask(consumer);
  }

  @Override
  public Reader open(ResultBody body) {
    return report.open(body);
  }

  @Override
  public Path folder() {
    return report.folder();
  }

  @Override
  public String redact(String text) {
    return report.redact(text);
  }

  @Override
  public List<String> rerunCommand() {
    return report.rerunCommand();
  }
}
