package dev.muster.reports.csv;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.testkit.report.FakeRunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsWriterTest {

  @TempDir Path folder;

  private List<NamedCsvRecord> rows(FakeRunReport report, String file) throws IOException {
    new LogsWriter().write(report, folder);
    try (CsvReader<NamedCsvRecord> reader =
            CsvReader.builder().ofNamedCsvRecord(folder.resolve(file));
        Stream<NamedCsvRecord> rows = reader.stream()) {
      return rows.toList();
    }
  }

  @Test
  void putsTheKnownColumnsFirst() throws IOException {
    FakeRunReport report = FakeRunReport.builder().tasks(1).param("days", 7L).build();
    rows(report, "logs.csv");
    assertThat(Files.readAllLines(folder.resolve("logs.csv")).get(0))
        .isEqualTo(
            "index,file_name,column_name,task_id,start_time,end_time,hostname,host_ip,pid,"
                + "alert_type,po_server_name,node_name,days,round,attempts,cached,log,state");
    assertThat(Files.readAllLines(folder.resolve("errors.csv")).get(0))
        .isEqualTo(
            "index,file_name,column_name,task_id,start_time,end_time,hostname,host_ip,"
                + "po_server_name,pid,error,kind,attempts,log,detail");
  }

  @Test
  void countsTheIndexThroughTheWholeFile() throws IOException {
    FakeRunReport report = FakeRunReport.builder().tasks(20).rounds(3).failures(6).build();
    assertThat(rows(report, "logs.csv").stream().map(row -> row.getField("index")))
        .containsExactlyElementsOf(IntStream.range(0, 60).mapToObj(Integer::toString).toList());
    assertThat(rows(report, "errors.csv").stream().map(row -> row.getField("index")))
        .containsExactly("0", "1", "2", "3", "4", "5");
  }

  @Test
  void saysWhereAndWhenATaskRan() throws IOException {
    FakeRunReport report = FakeRunReport.builder().tasks(1).columns("temp").build();
    NamedCsvRecord row = rows(report, "logs.csv").get(0);
    assertThat(row.getField("task_id")).isEqualTo(report.run().id() + "/0");
    assertThat(row.getField("column_name")).isEqualTo("temp");
    assertThat(row.getField("start_time")).matches("17\\d{8}\\.\\d{6}");
    assertThat(row.getField("alert_type")).isEqualTo("SAVED_DATA");
    assertThat(row.getField("node_name")).isEqualTo("node-01");
    assertThat(row.getField("po_server_name")).isEqualTo("laptop");
    assertThat(row.getField("state")).isEqualTo("SUCCEEDED");
  }

  @Test
  void marksFailedAndCachedTasks() throws IOException {
    FakeRunReport report = FakeRunReport.builder().tasks(6).failures(2).cached(3).build();
    List<NamedCsvRecord> rows = rows(report, "logs.csv");
    assertThat(rows.stream().filter(row -> row.getField("cached").equals("true"))).hasSize(3);
    assertThat(rows.stream().filter(row -> row.getField("alert_type").equals("SYSTEM_ERROR")))
        .hasSize(2);
  }

  @Test
  void hidesSecretsOfFailures() throws IOException {
    FakeRunReport report =
        FakeRunReport.builder()
            .tasks(1)
            .failures(1)
            .secret("hunter2")
            .failure(i -> new Failure(FailureKind.EXIT, "login hunter2", "at hunter2\nline"))
            .build();
    NamedCsvRecord row = rows(report, "errors.csv").get(0);
    assertThat(row.getField("error")).isEqualTo("login ***");
    assertThat(row.getField("detail")).isEqualTo("at ***\nline");
    assertThat(row.getField("kind")).isEqualTo("exit");
  }
}
