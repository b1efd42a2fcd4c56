package dev.muster.reports.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muster.model.ResultFile;
import dev.muster.testkit.report.FakeRunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformanceWriterTest {

  @TempDir Path folder;

  private List<String> text(FakeRunReport report) throws IOException {
    new PerformanceWriter().write(report, folder);
    return Files.readAllLines(folder.resolve(report.fileName(ResultFile.PERFORMANCE)));
  }

  private static String row(List<String> table, String name) {
    return table.stream()
        .filter(line -> line.startsWith(name + " "))
        .findFirst()
        .orElseThrow()
        .replaceAll(" +", " ");
  }

  @Test
  void writesTheRowsOfDocumentAndSource() throws IOException {
    List<String> table = text(FakeRunReport.builder().tasks(10).failures(1).build());
    assertThat(row(table, "Total tasks")).isEqualTo("Total tasks | 10 |");
    assertThat(row(table, "Number of error tasks")).isEqualTo("Number of error tasks | 1 |");
    assertThat(row(table, "Number of workers")).isEqualTo("Number of workers | 2 |");
    assertThat(row(table, "Initialize services duration"))
        .isEqualTo("Initialize services duration | 0.14 | whole run");
    assertThat(row(table, "Min task duration")).contains("data/station-");
    assertThat(row(table, "efficiencyFactor")).matches("efficiencyFactor \\| \\d+\\.\\d\\d \\| %");
    assertThat(table).hasSize(1 + 1 + 13 + 1 + 19);
  }

  @Test
  void addsMeanAndStdOverSeveralRounds() throws IOException {
    List<String> table = text(FakeRunReport.builder().tasks(8).rounds(3).build());
    assertThat(table.get(0).replaceAll(" +", " "))
        .isEqualTo("Performance | Repeat 1 | Repeat 2 | Repeat 3 | Mean | Std | Info");
    assertThat(row(table, "tasks_duration_sum"))
        .matches("tasks_duration_sum( \\| \\d+\\.\\d\\d){5} \\| s");
  }

  @Test
  void writesDashesWhenNothingRan() throws IOException {
    List<String> table = text(FakeRunReport.builder().tasks(5).cached(5).build());
    assertThat(row(table, "Average task duration")).isEqualTo("Average task duration | - | s");
    assertThat(row(table, "Efficiency improvement")).isEqualTo("Efficiency improvement | - | %");
    assertThat(Files.readString(folder.resolve("performance.json")))
        .contains("\"average_task_duration\" : null")
        .contains("\"efficiencyFactor\" : null");
  }

  @Test
  void namesTheJsonAfterTheText() throws IOException {
    text(FakeRunReport.builder().fileName(ResultFile.PERFORMANCE, "speed.md").build());
    assertThat(folder.resolve("speed.md")).exists();
    assertThat(folder.resolve("speed.json")).exists();
  }

  @Test
  void dividesByOneLessThanTheRounds() {
    Spread spread = Spread.of(2, 4, 9);
    assertThat(spread.mean()).isEqualTo(5);
    assertThat(spread.std()).isEqualTo(Math.sqrt((9 + 1 + 16) / 2.0), within(1e-12));
  }
}
