package dev.muster.reports.performance;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.muster.model.ResultFile;
import dev.muster.model.Run;
import dev.muster.reports.performance.RoundFigures.TaskSpan;
import dev.muster.reports.text.Json;
import dev.muster.reports.text.ResultNames;
import dev.muster.reports.text.TextFiles;
import dev.muster.spi.report.ReportWriter;
import dev.muster.spi.report.RunReport;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long it took: performance.txt for people, performance.json for programs.
 *
 * <p>The JSON has the figures as they were measured, in seconds to the microsecond, and the table
 * of the text file. What has no value is null. Std is of a sample.
 */
public final class PerformanceWriter implements ReportWriter {

  /** Found by {@link java.util.ServiceLoader}. */
  public PerformanceWriter() {}

  @Override
  public String name() {
    return "performance";
  }

  @Override
  public void write(RunReport report, Path folder) throws IOException {
    Performance performance = Performance.of(report);
    PerformanceTable table = PerformanceTable.of(report, performance);
    try (Writer text = TextFiles.create(folder, report.fileName(ResultFile.PERFORMANCE))) {
      text.write(table.text());
    }
    try (Writer text = TextFiles.create(folder, ResultNames.performanceJson(report));
        JsonGenerator json = Json.FACTORY.createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      write(json, report, performance, table);
    }
  }

  private static void write(
      JsonGenerator json, RunReport report, Performance performance, PerformanceTable table)
      throws IOException {
    Run run = report.run();
    json.writeStartObject();
    json.writeStringField("run", run.id().value());
    json.writeStringField("project", run.project().value());
    seconds(json, "initial_process_time", run.timings().initialize().toNanos() / 1_000);
    seconds(json, "total_process_time", run.timings().total().toNanos() / 1_000);
    json.writeArrayFieldStart("rounds");
    for (RoundFigures round : performance.rounds()) {
      write(json, report, round);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("table");
    row(json, table.header());
    for (List<String> row : table.document()) {
      row(json, row);
    }
    for (List<String> row : table.source()) {
      row(json, row);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, RunReport report, RoundFigures round)
      throws IOException {
    boolean ran = round.ran() > 0;
    json.writeStartObject();
    json.writeNumberField("round", round.round());
    json.writeNumberField("total_tasks", round.tasks());
    json.writeNumberField("num_error_task", round.errors());
    json.writeNumberField("num_unfinished_tasks", round.unfinished());
    number(json, "average_task_duration", ran ? round.average().getAsDouble() / 1e6 : null);
    span(json, report, "min_duration", "shortest_task", round.findShortest());
    span(json, report, "max_duration", "longest_task", round.findLongest());
    seconds(json, "task_duration_in_parallelism", ran ? round.parallel() : null);
    seconds(json, "tasks_duration_sum", ran ? round.serial() : null);
    boolean timed = round.efficiencyImprovement().isPresent();
    number(
        json,
        "efficiency_improvement",
        timed ? (double) round.efficiencyImprovement().getAsLong() : null);
    boolean shared = round.efficiencyFactor().isPresent();
    number(json, "efficiencyFactor", shared ? round.efficiencyFactor().getAsDouble() : null);
    json.writeNumberField("nodes", round.nodes());
    json.writeNumberField("workers", round.workers());
    json.writeEndObject();
  }

  private static void span(
      JsonGenerator json,
      RunReport report,
      String durationKey,
      String taskKey,
      Optional<TaskSpan> span)
      throws IOException {
    seconds(json, durationKey, span.map(TaskSpan::micros).orElse(null));
    json.writeStringField(taskKey, span.map(task -> report.redact(task.task())).orElse(null));
  }

  private static void seconds(JsonGenerator json, String key, @Nullable Long micros)
      throws IOException {
    json.writeFieldName(key);
    if (micros == null) {
      json.writeNull();
    } else {
      json.writeNumber(BigDecimal.valueOf(micros, 6).toPlainString());
    }
  }

  private static void number(JsonGenerator json, String key, @Nullable Double value)
      throws IOException {
    json.writeFieldName(key);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
    }
  }

  private static void row(JsonGenerator json, List<String> cells) throws IOException {
    json.writeStartArray();
    for (String cell : cells) {
      json.writeString(cell);
    }
    json.writeEndArray();
  }
}
