package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals to the real process: first to drain, second to stop now; nothing stays behind. */
class SignalsIT {

  private static final String TASK =
      """
      import os, subprocess, time

      def main(i, folder):
          child = subprocess.Popen(["sleep", "300"], start_new_session=True)
          open(os.path.join(folder, "began-%d" % i), "w").close()
          while not os.path.exists(os.path.join(folder, "go")):
              time.sleep(0.02)
          return {"i": i}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void theFirstSignalLetsRunningTasksEnd(String signal) throws Exception {
    try (MusterProcess muster = start("60s")) {
      muster.signal(signal);
      MusterProcess.await("it says so", () -> muster.said().contains("stopping"));
      Files.createFile(folder.resolve("go"));
      MusterRun run = muster.end();
      assertThat(run.code()).as(run.out()).isEqualTo(130);
      assertThat(run.out()).contains("1 succeeded", "2 unfinished", "muster runs resume");
    }
    nothingStays();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void theSecondSignalStopsNow(String signal) throws Exception {
    try (MusterProcess muster = start("60s")) {
      muster.signal(signal);
      MusterProcess.await("it says so", () -> muster.said().contains("stopping"));
      muster.signal(signal);
      MusterRun run = muster.end();
      assertThat(run.code()).as(run.out()).isEqualTo(130);
      assertThat(run.out()).contains("3 unfinished");
    }
    nothingStays();
  }

  @Test
  void afterTheGraceTimeRunningTasksAreStopped() throws Exception {
    try (MusterProcess muster = start("300ms")) {
      muster.signal("INT");
      MusterRun run = muster.end();
      assertThat(run.code()).as(run.out()).isEqualTo(130);
      assertThat(run.out()).contains("0 succeeded, 3 unfinished");
    }
    nothingStays();
  }

  private MusterProcess start(String grace) {
    Path project = Projects.threeTasks(folder, TASK);
    MusterProcess muster =
        MusterProcess.start(
            folder.resolve("home"),
            folder,
            Map.of("MUSTER_GRACE_TIME", grace, "MARK", folder.toString()),
            List.of(),
            "map",
            project,
            "-w",
            "1");
    MusterProcess.await("the first task runs", () -> Files.exists(folder.resolve("began-0")));
    return muster;
  }

  private void nothingStays() {
    assertThat(MusterProcess.processesWith("MARK=" + folder)).as("processes left").isEmpty();
    InProcess after = new InProcess(folder.resolve("home"), folder);
    assertThat(after.run("runs", "list").out()).contains("interrupted");
    assertThat(after.run("runs", "tasks", "latest", "--state", "pending").code()).isZero();
  }
}
