package dev.muster.reports.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.muster.model.Failure;
import dev.muster.model.Outcome;
import dev.muster.model.ResultFile;
import dev.muster.model.Task;
import dev.muster.model.TaskId;
import dev.muster.model.TaskLog;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.model.Worker;
import dev.muster.reports.text.Json;
import dev.muster.reports.text.TaskWalk;
import dev.muster.reports.text.Times;
import dev.muster.spi.report.ReportWriter;
import dev.muster.spi.report.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where and when each task ran: logs.csv, and the ones that failed: errors.csv.
 *
 * <p>The columns of contract 4.7 come first and in its order, ours after them. A task that is
 * pending has no row. {@code alert_type} is SAVED_DATA for a success and SYSTEM_ERROR for all else:
 * contract 4.6. {@code po_server_name}, the pod that gave out the tasks, is the host that Muster
 * ran on. Times are seconds since 1970 with six decimals; where no attempt was made they are empty.
 * The index counts through the whole file.
 */
public final class LogsWriter implements ReportWriter {

  /** Found by {@link java.util.ServiceLoader}. */
  public LogsWriter() {}

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public void write(RunReport report, Path folder) throws IOException {
    try (CsvWriter logs =
            Table.create(folder, report.fileName(ResultFile.LOGS), logsHeader(report));
        CsvWriter errors =
            Table.create(folder, report.fileName(ResultFile.ERRORS), errorsHeader())) {
      Rows rows = new Rows(report, logs, errors);
      TaskWalk.forEach(report, rows::write);
    }
  }

  private static List<String> logsHeader(RunReport report) {
    List<String> header = new ArrayList<>();
    header.addAll(List.of("index", "file_name", "column_name", "task_id", "start_time"));
    header.addAll(List.of("end_time", "hostname", "host_ip", "pid", "alert_type"));
    header.addAll(List.of("po_server_name", "node_name"));
    List<String> ours = List.of("round", "attempts", "cached", "log", "state");
    for (String name : report.paramNames()) {
      boolean taken = header.contains(name) || ours.contains(name);
      header.add(taken ? "param." + name : name);
    }
    header.addAll(ours);
    return header;
  }

  private static List<String> errorsHeader() {
    List<String> header = new ArrayList<>();
    header.addAll(List.of("index", "file_name", "column_name", "task_id", "start_time"));
    header.addAll(List.of("end_time", "hostname", "host_ip", "po_server_name", "pid", "error"));
    header.addAll(List.of("kind", "attempts", "log", "detail"));
    return header;
  }

  /** Writes both files as the tasks come. */
  private static final class Rows {

    private final RunReport report;
    private final CsvWriter logs;
    private final CsvWriter errors;
    private final String server;
    private long logIndex;
    private long errorIndex;

    Rows(RunReport report, CsvWriter logs, CsvWriter errors) {
      this.report = report;
      this.logs = logs;
      this.errors = errors;
      this.server =
          report.run().environment().stream()
              .filter(fact -> fact.name().equals("host"))
              .map(fact -> report.redact(fact.value()))
              .findFirst()
              .orElse("");
    }

    void write(TaskResult task) {
      Outcome outcome = task.outcome();
      if (outcome == null) {
        return;
      }
      writeLog(task, outcome);
      if (outcome.failure() != null) {
        writeError(task, outcome, outcome.failure());
      }
    }

    private void writeLog(TaskResult result, Outcome outcome) {
      List<String> row = begin(logIndex++, result, outcome);
      Worker worker = result.worker();
      row.add(worker == null ? "" : Long.toString(worker.pid()));
      row.add(outcome.state() == TaskState.SUCCEEDED ? "SAVED_DATA" : "SYSTEM_ERROR");
      row.add(server);
      row.add(worker == null ? "" : worker.node());
      Task task = result.task();
      for (String name : report.paramNames()) {
        row.add(Json.cell(task.params().values().get(name)));
      }
      row.add(Integer.toString(task.round()));
      row.add(Integer.toString(outcome.attempts()));
      row.add(Boolean.toString(result.cached()));
      row.add(path(result, outcome.log()));
      row.add(outcome.state().name());
      logs.writeRecord(row);
    }

    private void writeError(TaskResult result, Outcome outcome, Failure failure) {
      List<String> row = begin(errorIndex++, result, outcome);
      Worker worker = result.worker();
      row.add(server);
      row.add(worker == null ? "" : Long.toString(worker.pid()));
      row.add(report.redact(failure.message()));
      row.add(failure.kind().name().toLowerCase(Locale.ROOT));
      row.add(Integer.toString(outcome.attempts()));
      row.add(path(result, outcome.log()));
      row.add(failure.detail() == null ? "" : report.redact(failure.detail()));
      errors.writeRecord(row);
    }

    /** The columns that both files begin with. */
    private List<String> begin(long index, TaskResult result, Outcome outcome) {
      Task task = result.task();
      Worker worker = result.worker();
      boolean ran = outcome.attempts() > 0;
      List<String> row = new ArrayList<>();
      row.add(Long.toString(index));
      row.add(task.input().key());
      row.add(task.column() == null ? "" : task.column());
      row.add(new TaskId(report.run().id(), task.ordinal()).toString());
      row.add(ran ? Times.epochSeconds(outcome.started()) : "");
      row.add(ran ? Times.epochSeconds(outcome.ended()) : "");
      row.add(worker == null ? "" : worker.node());
      row.add(worker == null ? "" : worker.address());
      return row;
    }

    /** Relative to the results folder; what a cached task printed lies in its own run's. */
    private static String path(TaskResult result, @Nullable TaskLog log) {
      if (log == null) {
        return "";
      }
      TaskId source = result.cachedFrom();
      return source == null ? log.path() : "../" + source.run() + "/" + log.path();
    }
  }
}
