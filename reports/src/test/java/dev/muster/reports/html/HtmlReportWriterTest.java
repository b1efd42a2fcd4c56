package dev.muster.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Fact;
import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.testkit.report.FakeRunReport;
import dev.muster.testkit.report.FakeRunReportBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportWriterTest {

  private static final String EVIL = "</script><script>alert('1')</script>\u2028\"'\n.csv";

  @TempDir Path folder;

  private String page(FakeRunReportBuilder run) throws IOException {
    new HtmlReportWriter().write(run.folder(folder).build(), folder);
    return Files.readString(folder.resolve("report.html"));
  }

  @Test
  void asksNoOtherHost() throws IOException {
    assertThat(page(FakeRunReport.builder().tasks(20).failures(3)))
        .doesNotContain("http://", "https://", "<link rel=\"stylesheet\"", " src=")
        .contains("default-src 'none'");
  }

  @Test
  void escapesWhateverUsersBring() throws IOException {
    String page =
        page(
            FakeRunReport.builder()
                .tasks(4)
                .failures(2)
                .file(i -> EVIL)
                .columns(EVIL)
                .failure(i -> new Failure(FailureKind.EXIT, EVIL, EVIL))
                .command("muster", EVIL)
                .environment(new Fact(EVIL, EVIL)));
    assertThat(page).doesNotContain("<script>alert").doesNotContain("\u2028");
    assertThat(page.split("</script>", -1)).hasSize(3);
  }

  @Test
  void hidesSecrets() throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(folder.resolve("logs/task-1.log"), "token hunter2");
    assertThat(
            page(
                FakeRunReport.builder()
                    .tasks(2)
                    .failures(1)
                    .secret("hunter2")
                    .file(i -> "hunter2.csv")
                    .failure(i -> new Failure(FailureKind.EXIT, "hunter2", "hunter2"))
                    .command("muster", "hunter2")
                    .environment(new Fact("password", "hunter2"))))
        .doesNotContain("hunter2")
        .contains("token ***");
  }

  @Test
  void saysHowManyFailuresAreNotShown() throws IOException {
    assertThat(page(FakeRunReport.builder().tasks(400).failures(150)))
        .contains("The first 100 are shown; 50 more are in errors.csv.");
  }

  @Test
  void saysWhenBarsAreDrawnTogether() throws IOException {
    String page =
        page(
            FakeRunReport.builder()
                .tasks(30_000)
                .durations(Duration.ofNanos(30_000), Duration.ofNanos(90_000)));
    assertThat(page).contains("30,000 tasks are drawn as");
    assertThat(page(FakeRunReport.builder().tasks(300))).doesNotContain("tasks are drawn as");
  }

  @Test
  void copesWithNothing() throws IOException {
    assertThat(page(FakeRunReport.builder().tasks(0))).contains("No task ran in this run.");
    assertThat(page(FakeRunReport.builder().tasks(3).cached(3))).contains("No task ran");
    assertThat(page(FakeRunReport.builder().tasks(3).pending(3))).contains("interrupted");
  }

  @Test
  void linksTheFilesOfTheRun() throws IOException {
    assertThat(page(FakeRunReport.builder().tasks(2).rounds(2)))
        .contains("href=\"./results.csv\"", "href=\"./results-2.csv\"", "href=\"./runtime.png\"");
    assertThat(ReportPage.href("a b%:é.csv")).isEqualTo("./a%20b%25:%C3%A9.csv");
  }
}
