package dev.muster.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.RunState;
import dev.muster.model.pipeline.StepState;
import dev.muster.spi.report.PipelineReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineHtmlWriterTest {

  private static final String EVIL = "</script><script>alert('1')</script>\u2028\"'";

  @TempDir Path folder;
  private FakePipelineReport run;

  @BeforeEach
  void run() {
    run = new FakePipelineReport(folder, "hunter2");
  }

  private String page(PipelineReport report) throws IOException {
    new PipelineHtmlWriter().write(report, folder);
    return Files.readString(folder.resolve("report.html"));
  }

  @Test
  void theFailedStepHasItsCauseItsEvidenceAndTheCommandToGoOn() throws IOException {
    String page =
        page(
            run.step("ingest", StepState.COMPLETED, 0, 0, 4, "", null)
                .step(
                    "clean",
                    StepState.FAILED,
                    1,
                    4,
                    9,
                    "Exception in thread \"main\" java.lang.NoClassDefFoundError: org/x/Codec\n",
                    null)
                .step("export", StepState.BLOCKED, null, 0, 0, "", null)
                .build(RunState.FAILED, 1, "muster", "pipeline", "run", "pipeline.yaml"));
    assertThat(page)
        .contains("the class org/x/Codec is on no class path")
        .contains("NoClassDefFoundError: org/x/Codec")
        .contains("add the jar that has it: --jars FILE")
        .contains("muster pipeline run pipeline.yaml --resume 20260301-100000-abcd")
        .contains("href=\"./steps/clean/log\"")
        .contains("a step before it failed")
        .doesNotContain("http://", "https://", "<script", " src=");
  }

  @Test
  void qualityWarningsAreNoFailure() throws IOException {
    String page =
        page(
            run.step("quality", StepState.WARNED, 2, 0, 4, "station,year\n", null)
                .build(RunState.FAILED, 2, "muster"));
    assertThat(page)
        .contains("<span class=\"badge open\">quality warnings</span>")
        .contains("exit code 2")
        .doesNotContain("names no cause that is known");
  }

  @Test
  void sparksFiguresStandBesideTheirStep() throws IOException {
    Path events = Files.createDirectories(folder.resolve("events"));
    Files.writeString(
        events.resolve("app-1"),
        """
        {"Event":"SparkListenerLogStart","Spark Version":"4.1.1"}
        {"Event":"SparkListenerApplicationStart","App Name":"clean","App ID":"app-1","Timestamp":1000}
        {"Event":"SparkListenerTaskEnd","Stage ID":0,"Task End Reason":{"Reason":"Success"},"Task Info":{"Launch Time":0,"Finish Time":20},"Task Metrics":{"Executor Run Time":20,"Disk Bytes Spilled":3145728}}
        """);
    String page =
        page(
            run.step("clean", StepState.COMPLETED, 0, 0, 4, "", events)
                .build(RunState.COMPLETED, 0, "muster"));
    assertThat(page)
        .contains("<td class=\"mono quiet\">app-1</td>")
        .contains("3 MiB were spilled to disk")
        .contains("the log has no end")
        .doesNotContain("Go on</h2>");
  }

  @Test
  void escapesAndRedacts() throws IOException {
    String page =
        page(
            run.step("a", StepState.FAILED, 1, 0, 1, EVIL + " hunter2\n" + EVIL, null)
                .build(RunState.FAILED, 1, "muster", "hunter2", EVIL));
    assertThat(page).doesNotContain("<script").doesNotContain("hunter2").doesNotContain("\u2028");
  }

  @Test
  void twoHundredStepsMakeOnePage() throws IOException {
    for (int i = 0; i < 200; i++) {
      run.step("step-" + i, StepState.COMPLETED, 0, i * 0.5, i * 0.5 + 1, "", null);
    }
    String page = page(run.build(RunState.COMPLETED, 0, "muster"));
    assertThat(page.split("<rect", -1)).hasSize(201);
    assertThat(page.length()).isLessThan(300_000);
  }
}
