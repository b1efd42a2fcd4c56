package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.run.RunControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is at work, seen and steered from elsewhere: Ctrl-C, ping, status, revoke, a second
 * run.
 */
class RunControlIT {

  private static final String TASK =
      """
      import os, time
      def main(i, folder):
          open(os.path.join(folder, "began-%d" % i), "w").close()
          while not os.path.exists(os.path.join(folder, "go")):
              time.sleep(0.02)
          return {"i": i}
      """;

  @TempDir Path folder;
  private InProcess muster;
  private CompletableFuture<MusterRun> run;
  private final RunControl control = new RunControl();

  @BeforeEach
  void startARun() {
    muster = new InProcess(folder.resolve("home"), folder);
    Projects.write(
        folder.resolve("p"),
        "muster.yaml",
        "name: p\ninputs: in.txt\nentrypoint: {python: task:main}\nparams: {folder: '"
            + folder
            + "', i: {matrix: [0, 1, 2, 3]}}\n",
        "task.py",
        TASK,
        "in.txt",
        "x");
    run = CompletableFuture.supplyAsync(() -> muster.run(control, "map", "p", "-w", "2"));
    await(() -> began(0) && began(1));
  }

  @Test
  void firstCtrlCLetsRunningTasksEnd() throws Exception {
    control.requestStop();
    Files.createFile(folder.resolve("go"));
    MusterRun stopped = run.get(400, TimeUnit.SECONDS);
    assertThat(stopped.code()).isEqualTo(130);
    assertThat(stopped.out()).contains("interrupted", "2 succeeded", "2 unfinished", "resume");
    assertThat(began(2) || began(3)).as("no new task begins").isFalse();
    assertThat(muster.run("runs", "list").out()).contains("interrupted");
    MusterRun resumed = muster.run("runs", "resume", "latest");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("4 succeeded");
  }

  @Test
  void secondCtrlCStopsNow() throws Exception {
    control.requestStop();
    control.requestStop();
    MusterRun stopped = run.get(400, TimeUnit.SECONDS);
    assertThat(stopped.code()).isEqualTo(130);
    assertThat(stopped.out()).contains("0 succeeded", "4 unfinished");
    Files.createFile(folder.resolve("go"));
    assertThat(muster.run("map", "p").out()).contains("4 succeeded");
  }

  @Test
  void aSecondRunOfTheProjectIsRefused() throws Exception {
    MusterRun second = muster.run("map", "p");
    assertThat(second.code()).isEqualTo(75);
    assertThat(second.err()).contains("is at work", "runs show");
    assertThat(folder.resolve("p/results").toFile().list()).as("it leaves no folder").hasSize(1);
    assertThat(muster.run("runs", "delete", "latest", "--yes").code()).isEqualTo(75);
    assertThat(muster.run("runs", "resume", "latest").code()).isEqualTo(75);
    Files.createFile(folder.resolve("go"));
    assertThat(run.get(400, TimeUnit.SECONDS).code()).isZero();
  }

  @Test
  void answersPingShowsStatusAndRevokes() throws Exception {
    assertThat(muster.run("tasks", "ping", "latest").out()).contains("2 workers, 2 at work");
    await(() -> muster.run("tasks", "status", "latest", "--json").json().size() == 2);
    assertThat(muster.run("tasks", "status", "latest", "3").out()).contains("pending");
    MusterRun revoked = muster.run("tasks", "revoke", "latest", "3", "0");
    assertThat(revoked.out()).contains("task 3: revoked before it ran", "task 0: stopped");
    Files.createFile(folder.resolve("go"));
    MusterRun ended = run.get(400, TimeUnit.SECONDS);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).contains("2 succeeded", "2 revoked");
    assertThat(muster.run("tasks", "ping", "latest").code()).isEqualTo(75);
  }

  private boolean began(int task) {
    return Files.exists(folder.resolve("began-" + task));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
