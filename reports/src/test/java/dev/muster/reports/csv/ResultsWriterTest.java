package dev.muster.reports.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Input;
import dev.muster.model.Outcome;
import dev.muster.model.Params;
import dev.muster.model.ResultBody;
import dev.muster.model.ResultFile;
import dev.muster.model.RunId;
import dev.muster.model.Task;
import dev.muster.model.TaskId;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.testkit.report.FakeRunReport;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsWriterTest {

  @TempDir Path folder;

  private static TaskResult success(int ordinal, String file, String json) {
    return success(ordinal, file, new ResultBody.Inline(json), null);
  }

  private static TaskResult success(int ordinal, String file, ResultBody body, TaskId origin) {
    Instant time = Instant.EPOCH;
    Task task = new Task(ordinal, new Input("file:/d/", file, 1, ""), null, Params.NONE, 1);
    Outcome outcome = new Outcome(ordinal, TaskState.SUCCEEDED, 1, time, time, 0, body, null, null);
    return new TaskResult(task, outcome, null, origin);
  }

  private String written(FakeRunReport report, String name) throws IOException {
    new ResultsWriter().write(report, folder);
    return Files.readString(folder.resolve(name));
  }

  @Test
  void joinsTheKeysOfAllResultsInOrderOfAppearance() throws IOException {
    FakeRunReport report =
        FakeRunReport.builder()
            .tasks(0)
            .task(success(0, "a.csv", "{\"x\":1,\"y\":{\"z\":2}}"))
            .task(success(1, "b.csv", "{\"w\":[1,2],\"x\":3}"))
            .build();
    assertThat(written(report, "results.csv"))
        .isEqualTo(
            """
            file,column,round,x,y.z,w
            a.csv,,1,1,2,
            b.csv,,1,3,,"[1,2]"
            """);
  }

  @Test
  void quotesAsRfc4180AndAltersNothing() throws IOException {
    FakeRunReport report =
        FakeRunReport.builder()
            .tasks(0)
            .task(success(0, "a,\"b\"\n.csv", "{\"f\":\"=1+1\",\"g\":\" x \"}"))
            .build();
    assertThat(written(report, "results.csv"))
        .isEqualTo("file,column,round,f,g\n\"a,\"\"b\"\"\n.csv\",,1,=1+1, x \n");
  }

  @Test
  void keepsFixedColumnsApartFromKeysAndParameters() throws IOException {
    FakeRunReport report =
        FakeRunReport.builder()
            .tasks(1)
            .param("round", 9L)
            .result(i -> "{\"file\":1,\"round\":2,\"result.file\":3}")
            .build();
    assertThat(written(report, "results.csv").lines().findFirst())
        .contains("file,column,param.round,round,result.file,result.round,result.result.file");
  }

  @Test
  void leavesOutFailedAndPendingTasks() throws IOException {
    FakeRunReport report = FakeRunReport.builder().tasks(10).failures(3).pending(2).build();
    assertThat(written(report, "results.csv").lines()).hasSize(1 + 5);
    assertThat(Files.readString(folder.resolve("results.jsonl")).lines()).hasSize(5);
  }

  @Test
  void writesATableForEachRoundBesides() throws IOException {
    FakeRunReport report =
        FakeRunReport.builder()
            .tasks(3)
            .rounds(2)
            .param("days", 7L, 30L)
            .fileName(ResultFile.RESULTS, "saved.data.csv")
            .build();
    String all = written(report, "saved.data.csv");
    String second = Files.readString(folder.resolve("saved.data-2.csv"));
    assertThat(all.lines()).hasSize(7);
    assertThat(Files.readString(folder.resolve("saved.data-1.csv")).lines()).hasSize(4);
    assertThat(second.lines().skip(1)).allMatch(line -> line.split(",", -1)[3].equals("2"));
    assertThat(all.lines().skip(1).map(line -> line.split(",", -1)[3]))
        .containsExactly("1", "2", "1", "2", "1", "2");
    assertThat(folder.resolve("saved.data.jsonl")).exists();
  }

  @Test
  void keepsResultsInTheLinesAsTheyWere() throws IOException {
    TaskId earlier = new TaskId(new RunId("20260101-000000-aaaaaa"), 4);
    FakeRunReport report =
        FakeRunReport.builder()
            .tasks(0)
            .blob("ab", "{\n  \"a\": 1.50,\r\n  \"b\": \"\\ud800\"\n}")
            .task(success(0, "a.csv", new ResultBody.Blob("ab", 9), earlier))
            .build();
    assertThat(written(report, "results.jsonl"))
        .isEqualTo(
            "{\"file\":\"a.csv\",\"uri\":\"file:/d/a.csv\",\"column\":null,\"params\":{},"
                + "\"round\":1,\"cached\":true,\"run\":\"20260101-000000-aaaaaa\","
                + "\"result\":{   \"a\": 1.50,    \"b\": \"\\ud800\" }}\n");
    assertThat(Files.readString(folder.resolve("results.csv"))).contains("a.csv,,1,1.50,?");
  }

  @Test
  void writesParametersOfEveryKind() throws IOException {
    FakeRunReport report =
        FakeRunReport.builder()
            .tasks(1)
            .param("list", List.of(1L, "x"))
            .param("text", "a b")
            .param("share", 0.5)
            .result(i -> "{}")
            .build();
    assertThat(written(report, "results.csv"))
        .isEqualTo(
            """
            file,column,list,text,share,round
            data/station-0000.csv,,"[1,""x""]",a b,0.5,1
            """);
    assertThat(Files.readString(folder.resolve("results.jsonl")))
        .contains("\"params\":{\"list\":[1,\"x\"],\"text\":\"a b\",\"share\":0.5}");
  }

  @Test
  void closesEveryResultItOpens() throws IOException {
    OpenCounter counter = new OpenCounter(FakeRunReport.builder().tasks(50).build());
    new ResultsWriter().write(counter, folder);
    assertThat(counter.most).isEqualTo(1);
    assertThat(counter.open).isZero();
  }

  @Test
  void goesThroughTheTasksAgainOnlyForNewColumns() throws IOException {
    OpenCounter same = new OpenCounter(FakeRunReport.builder().tasks(50).failures(5).build());
    new ResultsWriter().write(same, folder);
    assertThat(same.passes).isEqualTo(1);
    OpenCounter grown =
        new OpenCounter(
            FakeRunReport.builder().tasks(50).result(i -> "{\"k" + i / 49 + "\":1}").build());
    new ResultsWriter().write(grown, folder);
    assertThat(grown.passes).isEqualTo(2);
    assertThat(Files.readAllLines(folder.resolve("results.csv")))
        .hasSize(51)
        .startsWith("file,column,round,k0,k1", "data/station-0000.csv,,1,1,")
        .endsWith("data/station-0049.csv,,1,,1");
  }

  @Test
  void writesHeadersWhenNothingSucceeded() throws IOException {
    FakeRunReport report = FakeRunReport.builder().tasks(3).failures(3).build();
    assertThat(written(report, "results.csv")).isEqualTo("file,column,round\n");
    assertThat(folder.resolve("results.jsonl")).isEmptyFile();
  }

  /** Counts passes, and the results that are open at once. */
  private static final class OpenCounter extends DelegatingReport {
    private int open;
    private int most;
    private int passes;

    @Override
    public void forEachTask(Consumer<TaskResult> consumer) {
      passes++;
      super.forEachTask(consumer);
    }

    OpenCounter(FakeRunReport report) {
      super(report);
    }

    @Override
    public Reader open(ResultBody body) {
      open++;
      most = Math.max(most, open);
      return new FilterReader(super.open(body)) {
        private boolean closed;

        @Override
        public void close() throws IOException {
          open -= closed ? 0 : 1;
          closed = true;
          super.close();
        }
      };
    }
  }
}
