package dev.muster.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Fact;
import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.spi.report.ReportWriter;
import dev.muster.testkit.report.FakeRunReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllWritersTest {

  private static final String SECRET = "hunter2-correct-horse";

  @TempDir Path folder;
  @TempDir Path run;

  private void writeAll(FakeRunReport report) throws IOException {
    for (ReportWriter writer : ServiceLoader.load(ReportWriter.class)) {
      writer.write(report, folder);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void writeTheFilesOfTheContract() throws IOException {
    writeAll(FakeRunReport.builder().tasks(6).rounds(2).build());
    assertThat(files().stream().map(file -> file.getFileName().toString()))
        .containsExactly(
            "errors.csv",
            "logs.csv",
            "performance.json",
            "performance.txt",
            "report.html",
            "results-1.csv",
            "results-2.csv",
            "results.csv",
            "results.jsonl",
            "runtime.png");
  }

  @Test
  void writeNoSecret() throws IOException {
    Files.createDirectories(run.resolve("logs"));
    for (int i = 0; i < 20; i++) {
      Files.writeString(run.resolve("logs/task-" + i + ".log"), "using " + SECRET);
    }
    writeAll(
        FakeRunReport.builder()
            .tasks(20)
            .failures(20)
            .folder(run)
            .secret(SECRET)
            .failure(i -> new Failure(FailureKind.EXIT, "bad " + SECRET, "trace " + SECRET))
            .command("muster", "--token", SECRET)
            .environment(new Fact("host", SECRET))
            .build());
    for (Path file : files()) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(text).as(file.toString()).doesNotContain(SECRET);
    }
  }

  @Test
  void giveTheSameFilesForTheSameRun() throws IOException {
    FakeRunReport report = FakeRunReport.builder().tasks(40).failures(4).folder(run).build();
    writeAll(report);
    List<byte[]> first = new ArrayList<>();
    for (Path file : files()) {
      first.add(Files.readAllBytes(file));
    }
    writeAll(report);
    for (int i = 0; i < first.size(); i++) {
      assertThat(Files.readAllBytes(files().get(i))).isEqualTo(first.get(i));
    }
  }
}
