package dev.muster.reports.csv;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.muster.model.ResultBody;
import dev.muster.model.RunId;
import dev.muster.model.Task;
import dev.muster.model.TaskResult;
import dev.muster.reports.text.Json;
import dev.muster.reports.text.ResultNames;
import dev.muster.reports.text.TextFiles;
import dev.muster.spi.report.RunReport;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

/**
 * results.jsonl: a line for each success, with the result as the task gave it.
 *
 * <pre>{"file","uri","column","params","round","cached","run","result"}</pre>
 *
 * <p>{@code run} is the run that the result was made in: an earlier one when it is cached.
 */
final class ResultLines implements Closeable {

  private final RunReport report;
  private final JsonGenerator lines;
  private final char[] buffer = new char[1 << 14];

  ResultLines(RunReport report, Path folder) throws IOException {
    this.report = report;
    this.lines =
        Json.FACTORY.createGenerator(TextFiles.create(folder, ResultNames.resultLines(report)));
  }

  void write(TaskResult done, ResultBody body) throws IOException {
    Task task = done.task();
    RunId origin = done.cachedFrom() == null ? report.run().id() : done.cachedFrom().run();
    lines.writeStartObject();
    lines.writeStringField("file", task.input().key());
    lines.writeStringField("uri", task.input().uri());
    lines.writeStringField("column", task.column());
    lines.writeFieldName("params");
    Json.write(lines, task.params().values());
    lines.writeNumberField("round", task.round());
    lines.writeBooleanField("cached", done.cached());
    lines.writeStringField("run", origin.value());
    lines.writeFieldName("result");
    lines.writeRawValue("");
    copy(body);
    lines.writeEndObject();
    lines.writeRaw('\n');
  }

  /** Line breaks between the tokens become spaces; inside JSON's strings there are none. */
  private void copy(ResultBody body) throws IOException {
    try (Reader json = report.open(body)) {
      for (int length = json.read(buffer); length >= 0; length = json.read(buffer)) {
        for (int i = 0; i < length; i++) {
          if (buffer[i] == '\n' || buffer[i] == '\r') {
            buffer[i] = ' ';
          }
        }
        lines.writeRaw(buffer, 0, length);
      }
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
