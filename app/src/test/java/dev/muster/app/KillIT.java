package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.muster.model.Run;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.LedgerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Promise 1: nothing lost, nothing counted twice. Muster, its workers, or both are killed at random
 * moments; what is run again is only what is missing, and never beside a run of the same task.
 */
class KillIT {

  private static final int TASKS = 120;

  /**
   * Fails when another process works on the same task: the lock goes with the process that holds
   * it.
   */
  private static final String TASK =
      """
      import fcntl, os, sys, time

      def main(i, **rest):
          held = open(os.path.join(os.environ["LOCKS"], str(i)), "w")
          try:
              fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
          except BlockingIOError:
              raise RuntimeError("task %d ran beside its re-run" % i)
          time.sleep(0.03)
          return {"i": i, "square": i * i}

      if __name__ == "__main__":
          import json
          print(json.dumps(main(int(sys.argv[1]))))
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"python", "command"})
  void losesAndDoublesNothing(String kind) throws Exception {
    long given = Long.getLong("muster.seed", 0);
    long seed = given == 0 ? System.nanoTime() : given;
    int kills = Math.max(1, Integer.getInteger("muster.kills", 20) / 2);
    System.out.println("KillIT " + kind + ": " + kills + " kills, -Dmuster.seed=" + seed);
    Random random = new Random(seed);
    Path project = project(kind);
    int done = 0;
    for (int kill = 0; kill < kills; kill++) {
      Process muster = start(again(random), project);
      if (!muster.waitFor(200 + random.nextInt(1300), TimeUnit.MILLISECONDS)) {
        kill(random, muster);
      }
      if (!muster.waitFor(120, TimeUnit.SECONDS)) {
        muster.descendants().forEach(ProcessHandle::destroyForcibly);
        muster.destroyForcibly();
        fail("seed " + seed + ": muster did not end\n" + output());
      }
      if (muster.exitValue() == 0) {
        // All done before the kill came: begin again with other code, so that nothing is cached.
        done++;
        Files.writeString(project.resolve("version.txt"), Integer.toString(done));
      }
    }
    Process last = start(List.of("map", project.toString()), project);
    assertThat(last.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).as("seed " + seed + "\n" + output()).isZero();
    check(project, seed);
  }

  @Test
  void marksARunWhoseOwnerWasKilledAsInterruptedAndResumesIt() throws Exception {
    Path project = project("python");
    Process muster = start(List.of("map", project.toString(), "-w", "2"), project);
    await(
        () ->
            ledger(
                l ->
                    l.read(tx -> tx.runs().list(null, 9)).stream()
                        .anyMatch(
                            run -> l.read(tx -> tx.runs().counts(run.id())).succeeded() > 5)));
    muster.destroyForcibly().waitFor();
    InProcess again = new InProcess(folder.resolve("home"), folder).with("LOCKS", locks());
    assertThat(again.run("runs", "list").out()).contains("interrupted");
    MusterRun resumed = again.run("runs", "resume", "latest", "--quiet");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("completed");
    assertThat(again.run("runs", "list", "--json").json()).hasSize(1);
    assertThat(Files.readAllLines(project.resolve("results/latest/results.csv")))
        .hasSize(TASKS + 1);
  }

  private List<String> again(Random random) {
    boolean resumable =
        random.nextInt(3) == 0
            && Files.exists(folder.resolve("home/ledger.db"))
            && ledger(
                l ->
                    l.read(tx -> tx.runs().list(null, 1)).stream()
                        .anyMatch(run -> l.read(tx -> tx.runs().counts(run.id())).pending() > 0));
    return resumable
        ? List.of("runs", "resume", "latest")
        : List.of("map", folder.resolve("project").toString());
  }

  /** Kills Muster, one of its processes, or all of them. */
  private static void kill(Random random, Process muster) {
    List<ProcessHandle> others = new ArrayList<>(muster.descendants().toList());
    int choice = random.nextInt(4);
    if (choice == 0 && !others.isEmpty()) {
      others.get(random.nextInt(others.size())).destroyForcibly();
    } else if (choice == 1) {
      muster.destroyForcibly();
      others.forEach(
          other -> {
            if (random.nextBoolean()) {
              other.destroyForcibly();
            }
          });
    } else {
      muster.destroyForcibly();
    }
  }

  /**
   * Each task of the last run has one row; over all runs of the same code each ran to its end once.
   */
  private void check(Path project, long seed) throws IOException {
    List<String> rows = Files.readAllLines(project.resolve("results/latest/results.csv"));
    assertThat(rows).as("seed " + seed).hasSize(TASKS + 1);
    assertThat(rows.stream().distinct()).hasSize(TASKS + 1);
    Map<String, Integer> successes = new HashMap<>();
    List<String> beside = new ArrayList<>();
    ledger(
        l -> {
          for (Run run : l.read(tx -> tx.runs().list(null, 10_000))) {
            for (TaskResult task : l.read(tx -> tx.tasks().page(run.id(), 0, 10_000))) {
              if (task.state() == TaskState.SUCCEEDED && !task.cached()) {
                successes.merge(run.code() + " " + task.task().params(), 1, Integer::sum);
              }
              if (task.state() == TaskState.FAILED) {
                beside.add(String.valueOf(task.outcome().failure()));
              }
            }
          }
          return true;
        });
    assertThat(beside).as("seed " + seed).noneMatch(failure -> failure.contains("ran beside"));
    assertThat(successes.values()).as("seed " + seed).containsOnly(1);
  }

  private Path project(String kind) {
    StringBuilder numbers = new StringBuilder();
    for (int i = 0; i < TASKS; i++) {
      numbers.append(i == 0 ? "" : ", ").append(i);
    }
    String entrypoint =
        kind.equals("python")
            ? "{python: task:main}"
            : "{command: [python3, task.py, \"{params.i}\"]}";
    return Projects.write(
        folder.resolve("project"),
        "muster.yaml",
        "name: killed\ninputs: data.txt\nretries: 5\nentrypoint: "
            + entrypoint
            + "\nparams: {i: {matrix: ["
            + numbers
            + "]}}\n",
        "task.py",
        TASK,
        "data.txt",
        "x");
  }

  private String locks() throws IOException {
    return Files.createDirectories(folder.resolve("locks")).toString();
  }

  private Process start(List<String> args, Path project) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.muster.app.Main"));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("MUSTER_"));
    builder.environment().put("MUSTER_HOME", folder.resolve("home").toString());
    builder.environment().put("LOCKS", locks());
    return builder
        .directory(project.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile()))
        .start();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  private boolean ledger(Predicate<Ledger> work) {
    Path home = folder.resolve("home");
    if (!Files.exists(home.resolve("ledger.db"))) {
      return false;
    }
    try (Ledger ledger =
        ServiceLoader.load(LedgerFactory.class)
            .findFirst()
            .orElseThrow()
            .open(home, name -> null)) {
      return work.test(ledger);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }
}
