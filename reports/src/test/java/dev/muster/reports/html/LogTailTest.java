package dev.muster.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.TaskLog;
import dev.muster.testkit.report.FakeRunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

  @TempDir Path folder;

  private LogTail tail(String text, long cut) throws IOException {
    Files.writeString(folder.resolve("t.log"), text);
    FakeRunReport report = FakeRunReport.builder().folder(folder).secret("hunter2").build();
    return LogTail.of(report, new TaskLog("t.log", text.length() + cut, cut));
  }

  @Test
  void showsAShortLogWhole() throws IOException {
    assertThat(tail("a\u001b[0m\tb\r\n<c> hunter2", 0))
        .isEqualTo(new LogTail("a^[[0m\tb\n<c> ***", ""));
  }

  @Test
  void showsTheEndOfALongLogAndSaysSo() throws IOException {
    LogTail tail = tail("x".repeat(100_000) + "end", 5 << 20);
    assertThat(tail.text()).endsWith("end").hasSizeLessThanOrEqualTo(LogTail.MOST);
    assertThat(tail.note())
        .isEqualTo("The end of 97 KiB is shown. 5 MiB were not kept in the file.");
  }

  /** A secret that the beginning of what is read cuts in two cannot be recognised. */
  @Test
  void neverShowsAPartOfASecret() throws IOException {
    for (int shift = 0; shift < 8; shift++) {
      int before = 50_000;
      int after = LogTail.MOST + LogTail.MOST / 2 - "hunter2".length() + shift;
      LogTail tail = tail("x".repeat(before) + "hunter2" + "y".repeat(after), 0);
      assertThat(tail.text()).doesNotContain("2").doesNotContain("unter");
    }
  }

  @Test
  void saysThatALogIsGone() {
    FakeRunReport report = FakeRunReport.builder().folder(folder).build();
    assertThat(LogTail.of(report, new TaskLog("no.log", 1, 0)).note()).contains("not there");
  }
}
