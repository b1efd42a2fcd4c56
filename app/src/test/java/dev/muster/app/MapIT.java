package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, as a user does it. */
class MapIT {

  private static final String FUNCTION =
      """
      import csv

      def main(path, column, unit, window):
          with open(path, newline="") as rows:
              values = [float(row[column]) for row in csv.DictReader(rows)]
          print("read", len(values))
          return {"unit": unit, "window": window, "stats": {"mean": sum(values) / len(values)}}
      """;

  /** The example of the issue, to the letter but for the entrypoint's file. */
  private static final String CONFIG =
      """
      name: weather
      inputs: data/*.csv            # one glob or a list; file:, s3://
      columns: "^temp"              # regex on the header; absent: one task per file
      entrypoint:
        python: entrypoint:main     # or  command: ["./tool", "{path}", "--column", "{column}"]
      params: {unit: celsius, window: {matrix: [7, 30]}}
      timeout: 5m
      retries: 2
      """;

  @TempDir Path folder;
  private InProcess muster;
  private Path project;

  @Test
  void reportsOfTheSessionAreThoseOfTheLedger() throws IOException {
    Projects.write(
        project,
        "entrypoint.py",
        """
        def main(file, column, window):
            print("out", file, window)
            if window == 30:
                raise ValueError(f"no {file}\\n\\u00e9")
            return {"a": {"b": 1.50, "c": [1, None]}, "text": "\\u00e9 \\t \\ud800", "big": 2**70}
        """,
        "muster.yaml",
        CONFIG.replace("[7, 30]", "[7, 30, 2.50, x y]").replace("retries: 2", ""));
    assertThat(muster.run("map", "project").code()).isEqualTo(1);
    Path results = project.resolve("results/latest");
    List<String> names = List.of("results.csv", "results.jsonl", "logs.csv", "errors.csv");
    Map<String, String> written = read(results, names);
    assertThat(written.get("errors.csv")).contains("ValueError");
    assertThat(muster.run("runs", "report", "latest").code()).isZero();
    assertThat(read(results, names)).isEqualTo(written);
  }

  private static Map<String, String> read(Path folder, List<String> names) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (String name : names) {
      texts.put(name, Files.readString(folder.resolve(name)));
    }
    return texts;
  }

  @BeforeEach
  void project() {
    muster = new InProcess(folder.resolve("home"), folder);
    project =
        Projects.write(
            folder.resolve("project"),
            "muster.yaml",
            CONFIG,
            "entrypoint.py",
            FUNCTION,
            "data/a.csv",
            "date,temp_max,temp_min\n1,10,2\n2,20,4\n",
            "data/b.csv",
            "date,temp_max,rain\n1,30,2\n");
  }

  @Test
  void runsEveryFileColumnAndCombination() throws IOException {
    MusterRun run = muster.run("map", "project", "-w", "2");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("completed", "6 tasks", "6 succeeded", "report.html");
    assertThat(lines("results.csv"))
        .containsExactly(
            "file,column,unit,window,round,result.unit,result.window,stats.mean",
            "data/a.csv,temp_max,celsius,7,1,celsius,7,15.0",
            "data/a.csv,temp_max,celsius,30,1,celsius,30,15.0",
            "data/a.csv,temp_min,celsius,7,1,celsius,7,3.0",
            "data/a.csv,temp_min,celsius,30,1,celsius,30,3.0",
            "data/b.csv,temp_max,celsius,7,1,celsius,7,30.0",
            "data/b.csv,temp_max,celsius,30,1,celsius,30,30.0");
    for (String file :
        List.of(
            "results.jsonl",
            "logs.csv",
            "errors.csv",
            "performance.txt",
            "performance.json",
            "runtime.png",
            "report.html")) {
      assertThat(latest().resolve(file)).isNotEmptyFile();
    }
    assertThat(muster.run("runs", "logs", "latest", "0").out()).contains("read 2");
  }

  @Test
  void runsNothingAgainThatSucceeded() throws IOException {
    muster.run("map", "project");
    List<String> first = lines("results.csv");
    MusterRun again = muster.run("map", "project");
    assertThat(again.out()).contains("0 succeeded, 6 cached");
    assertThat(lines("results.csv")).isEqualTo(first);
    assertThat(muster.run("map", "project", "--fresh").out()).contains("6 succeeded");
  }

  @Test
  void keepsTheCacheWhenTheProjectIsCopied() throws IOException {
    muster.run("map", "project");
    Projects.copy(project, folder.resolve("elsewhere"));
    assertThat(muster.run("map", "elsewhere").out()).contains("6 cached");
  }

  @Test
  void saysWhyTasksAreRunAgain() throws IOException {
    assertThat(muster.run("map", "project", "--dry-run").out())
        .contains("6  never run", "nothing was run");
    assertThat(project.resolve("results")).doesNotExist();
    muster.run("map", "project");
    assertThat(muster.run("map", "project", "--dry-run").out()).contains("6  cached");

    Files.writeString(project.resolve("data/b.csv"), "date,temp_max,rain\n1,31,2\n");
    assertThat(muster.run("map", "project", "--dry-run").out())
        .contains("4  cached", "2  input changed: data/b.csv", "estimate");

    Files.writeString(project.resolve("entrypoint.py"), FUNCTION + "\n# changed\n");
    assertThat(muster.run("map", "project", "--dry-run").out())
        .contains("4  code changed", "2  code and input changed: data/b.csv");

    Files.writeString(project.resolve("entrypoint.py"), FUNCTION);
    assertThat(muster.run("map", "project", "--dry-run").out())
        .as("the old code is known")
        .contains("4  cached");
  }

  @Test
  void runsOnlyWhatANewValueOfTheMatrixAdds() throws IOException {
    muster.run("map", "project");
    Files.writeString(
        project.resolve("muster.yaml"),
        CONFIG.replace("[7, 30]", "[7, 30, 90]").replace("5m", "9m"));
    assertThat(muster.run("map", "project").out()).contains("3 succeeded, 6 cached");
  }

  @Test
  void triesWhatFailedBefore() throws IOException {
    Files.writeString(project.resolve("data/b.csv"), "date,temp_max\n1,broken\n");
    MusterRun run = muster.run("map", "project");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "failed data/b.csv / temp_max (unit=celsius, window=7): ValueError",
            "failed data/b.csv / temp_max (unit=celsius, window=30): ValueError");
    assertThat(lines("errors.csv").stream().filter(line -> line.matches("[01],data/b.csv,.*")))
        .hasSize(2);
    assertThat(lines("results.csv")).hasSize(5);
    assertThat(muster.run("map", "project", "--dry-run").out())
        .contains("4  cached", "2  failed before");
  }

  @Test
  void takesTheFirstOnesOrTheNamedOnes() {
    assertThat(muster.run("map", "project", "-n", "1", "--dry-run", "--json").json().get(0))
        .containsEntry("tasks", 4L);
    assertThat(
            muster.run("map", "project", "-f", "data/b.csv", "--dry-run", "--json").json().get(0))
        .containsEntry("tasks", 2L);
  }

  @Test
  void repeatsInRounds() throws IOException {
    MusterRun run = muster.run("map", "project", "-r", "2");
    assertThat(run.out()).contains("12 tasks");
    assertThat(lines("results.csv")).hasSize(13);
    assertThat(lines("results-1.csv")).hasSize(7);
    assertThat(lines("results-2.csv")).hasSize(7);
    assertThat(Files.readString(latest().resolve("performance.txt"))).contains("Mean", "Std");
    assertThat(muster.run("map", "project", "-r", "2").out()).contains("12 succeeded");
  }

  @Test
  void tellsMachinesTheSame() {
    List<Map<String, Object>> events = muster.run("map", "project", "--json").json();
    assertThat(events.get(0)).containsEntry("event", "started").containsEntry("tasks", 6L);
    assertThat(events.stream().filter(event -> "task".equals(event.get("event")))).hasSize(6);
    assertThat(events.get(events.size() - 1))
        .containsEntry("event", "ended")
        .containsEntry("state", "COMPLETED")
        .containsEntry("succeeded", 6L);
    assertThat(muster.run("runs", "show", "latest", "--json").json().get(0))
        .containsEntry("state", "COMPLETED");
    assertThat(muster.run("runs", "tasks", "latest", "--json").json()).hasSize(6);
  }

  @Test
  void deletesARunButNotResultsThatOthersUse() throws IOException {
    muster.run("map", "project");
    String first = id();
    muster.run("map", "project");
    assertThat(muster.run("runs", "delete", first).code()).as("without --yes").isEqualTo(64);
    assertThat(muster.run("runs", "delete", first, "--yes").code()).isZero();
    assertThat(project.resolve("results").resolve(first)).doesNotExist();
    assertThat(muster.run("runs", "list", "--json").json()).hasSize(1);
    Files.delete(latest().resolve("results.csv"));
    assertThat(muster.run("runs", "report", "latest").code()).isZero();
    assertThat(lines("results.csv")).hasSize(7);
    assertThat(muster.run("map", "project").out()).contains("6 cached");
  }

  @Test
  void runsCommandsWithoutAnyShell() throws IOException {
    Projects.write(
        folder.resolve("tool"),
        "muster.yaml",
        """
        name: tool
        inputs: "in/*"
        entrypoint:
          command: [sh, run.sh, "{path}", "{params.word}"]
        params: {word: "a 'b' $(c)"}
        """,
        "run.sh",
        """
        echo "a line that is no result"
        echo "to stderr" >&2
        printf '{"path": "%s", "word": "%s"}\\n' "$(basename "$1")" "$2"
        """,
        "in/one two.txt",
        "x");
    MusterRun run = muster.run("map", "tool");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(folder.resolve("tool/results/latest/results.jsonl")))
        .contains("\"path\":\"one two.txt\"", "\"word\":\"a 'b' $(c)\"");
    assertThat(muster.run("runs", "logs", "latest").out()).contains("a line that is", "to stderr");
  }

  private String id() {
    return String.valueOf(muster.run("runs", "list", "--json").json().get(0).get("run"));
  }

  private Path latest() {
    return project.resolve("results/latest");
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(latest().resolve(file));
  }
}
