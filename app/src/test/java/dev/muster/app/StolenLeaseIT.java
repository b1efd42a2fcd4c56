package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 2: who lost the lease cannot write. */
class StolenLeaseIT {

  private static final String TASK =
      """
      import os, time

      def main(i, folder):
          who = os.environ["WHO"]
          open(os.path.join(folder, "%s-began-%d" % (who, i)), "w").close()
          while who == "first" and not os.path.exists(os.path.join(folder, "go")):
              time.sleep(0.02)
          open(os.path.join(folder, "%s-ended-%d" % (who, i)), "w").close()
          return {"who": who}
      """;

  @TempDir Path folder;

  @Test
  void aMusterThatWasStoppedBeyondItsLeaseLeavesTheRunToTheOther() throws Exception {
    Path home = folder.resolve("home");
    Path project = Projects.threeTasks(folder, TASK);
    Map<String, String> environment = Map.of("WHO", "first", "MUSTER_LEASE_TERM", "2s");
    InProcess second =
        new InProcess(home, folder).with("WHO", "second").with("MUSTER_LEASE_TERM", "2s");
    try (MusterProcess first =
        MusterProcess.start(home, folder, environment, List.of(), "map", project, "-w", "1")) {
      MusterProcess.await(
          "the first task runs", () -> Files.exists(folder.resolve("first-began-0")));
      first.signal("STOP");
      MusterRun early = second.run("map", "p");
      assertThat(early.code()).as("its lease has not expired").isEqualTo(75);
      AtomicReference<MusterRun> taken = new AtomicReference<>(early);
      MusterProcess.await(
          "the lease expires",
          () -> {
            taken.set(second.run("map", "p"));
            return taken.get().code() != 75;
          });
      MusterRun run = taken.get();
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out()).contains("3 succeeded");
      Files.createFile(folder.resolve("go"));
      first.signal("CONT");
      MusterRun ended = first.end();
      assertThat(ended.code()).as(ended.out()).isEqualTo(75);
      assertThat(ended.out()).contains("not ours any more").doesNotContain("\tat ");
    }
    assertThat(folder.resolve("first-ended-0")).as("its task was ended").doesNotExist();
    assertThat(folder.resolve("first-began-1")).as("it began nothing more").doesNotExist();
    assertThat(Files.readAllLines(project.resolve("results/latest/results.csv")))
        .hasSize(4)
        .filteredOn(line -> line.contains("second"))
        .hasSize(3);
    assertThat(home.resolve("tmp").toFile().list()).as("scratch folders").isEmpty();
    assertThat(second.run("runs", "list").out()).contains("completed", "interrupted");
  }
}
