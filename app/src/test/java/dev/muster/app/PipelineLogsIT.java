package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.store.Store;
import dev.muster.stores.S3StoreFactory;
import dev.muster.testkit.s3.MotoServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs of a pipeline in a store while it runs: a machine that is lost loses none of them. */
@Timeout(600)
class PipelineLogsIT {

  @TempDir Path folder;

  @BeforeEach
  void writePipeline() throws IOException {
    Files.writeString(
        folder.resolve("p.yaml"),
        """
        steps:
          - {id: says, command: [sh, -c, "echo first word; until test -f go; do sleep 0.1; done; echo last word"]}
        """);
  }

  /** What was printed before Muster and its machine are gone is in the bucket. */
  @Test
  void logsAreInTheBucketWhileAStepRunsAndAtTheEnd() throws Exception {
    MotoServer moto = MotoServer.shared();
    moto.createBucket("kept-logs");
    try (MusterProcess killed =
        start(
            moto.variables(),
            "pipeline",
            "run",
            "p.yaml",
            "--logs-to",
            "s3://kept-logs/of/me/",
            "--log-interval",
            "1s")) {
      MusterProcess.await(
          "the log is there while the step runs",
          () -> text(moto, "says/1/log").equals("first word\n") || !killed.alive());
      assertThat(killed.alive()).as(killed.said()).isTrue();
      assertThat(text(moto, "pipeline.log")).contains("step 1/1 says started");
      killed.signal("KILL");
      MusterProcess.await("it dies", () -> !killed.alive());
    }
    assertThat(text(moto, "says/1/log")).as("the machine may go").isEqualTo("first word\n");
    Files.writeString(folder.resolve("go"), "");
    try (MusterProcess resumed = start(moto.variables(), "pipeline", "run", "--resume", "latest")) {
      MusterRun ended = resumed.end();
      assertThat(ended.code()).as(ended.out()).isZero();
    }
    assertThat(text(moto, "says/1/log")).isEqualTo("first word\nlast word\n");
    assertThat(text(moto, "pipeline.log")).contains("says completed");
    assertThat(moto.keys("kept-logs"))
        .allMatch(key -> key.matches("of/me/[^/]+/(run.txt|pipeline.log|steps/says/1/log)"));
  }

  @Test
  void storeThatCannotBeWrittenIsNoticedBeforeTheFirstStep() throws Exception {
    MotoServer moto = MotoServer.shared();
    InProcess muster = new InProcess(folder.resolve("home"), folder).with(moto.variables());

    MusterRun run =
        muster.run("pipeline", "run", "p.yaml", "--logs-to", "s3://no-such-bucket-here/x");

    assertThat(run.code()).as(run.toString()).isNotZero();
    assertThat(run.err()).contains("no-such-bucket-here");
    MusterRun shown = muster.run("pipeline", "show", "latest", "--json");
    assertThat(shown.out()).doesNotContain("RUNNING").doesNotContain("COMPLETED");
  }

  @Test
  void folderIsNamedAsAnAddressToo() throws Exception {
    Files.writeString(folder.resolve("go"), "");
    InProcess muster = new InProcess(folder.resolve("home"), folder);

    MusterRun run =
        muster.run("pipeline", "run", "p.yaml", "--logs-to", folder.resolve("copies").toUri());

    assertThat(run.code()).as(run.toString()).isZero();
    try (var files = Files.walk(folder.resolve("copies"))) {
      List<Path> logs = files.filter(file -> file.endsWith("steps/says/1/log")).toList();
      assertThat(logs)
          .singleElement()
          .satisfies(log -> assertThat(log).hasContent("first word\nlast word"));
    }
  }

  private MusterProcess start(Map<String, String> environment, Object... args) {
    return MusterProcess.start(folder.resolve("home"), folder, environment, List.of(), args);
  }

  /** An object of the only run; nothing when it is not there. */
  private static String text(MotoServer moto, String end) {
    try (Store store = new S3StoreFactory().open("s3://kept-logs/", moto.environment())) {
      for (String key : moto.keys("kept-logs")) {
        if (key.endsWith("/" + end)) {
          long size = store.find(key).orElseThrow().size();
          try (InputStream in = store.open(key, 0, size, "")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          }
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
