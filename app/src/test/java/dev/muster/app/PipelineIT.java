package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.run.RunControl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines of commands on this machine. */
@Timeout(300)
class PipelineIT {

  @TempDir Path folder;
  private InProcess muster;

  @BeforeEach
  void makeMuster() {
    muster = new InProcess(folder.resolve("home"), folder);
  }

  @Test
  void stepsRunInTheOrderOfTheirDependenciesEachWithItsLog() throws IOException {
    write(
        """
        steps:
          - {id: last, command: [sh, -c, "echo last >>order; echo said by $MUSTER_STEP"], depends_on: [a, b]}
          - {id: a, command: [sh, -c, "echo first >>order"], depends_on: []}
          - {id: b, command: [sh, -c, "echo $1 $GREETING >>order", sh, "it's \\"quoted\\" $x"], env: {GREETING: hello}, depends_on: [a]}
        """);

    MusterRun run = muster.run("pipeline", "run", "p.yaml");

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(Files.readAllLines(folder.resolve("order")))
        .containsExactly("first", "it's \"quoted\" $x hello", "last");
    assertThat(muster.run("pipeline", "logs", "latest", "last").out()).isEqualTo("said by last\n");
    assertThat(muster.run("pipeline", "show", "latest").out()).contains("COMPLETED, exit code 0");
    assertThat(muster.run("pipeline", "list", "--json").out()).contains("\"state\":\"COMPLETED\"");
    assertThat(muster.run("runs", "list").code()).isZero();
  }

  @Test
  void failureStopsWhatDependsOnItAndResumeGoesOnThere() throws IOException {
    write(
        """
        steps:
          - {id: a, command: [sh, -c, "echo a >>order"]}
          - {id: b, command: [sh, -c, "test -f repaired || exit 7; echo b >>order"]}
          - {id: c, command: [sh, -c, "echo c >>order"]}
          - {id: other, command: [sh, -c, "echo other >>order"], depends_on: [a]}
        """);

    MusterRun failed = muster.run("pipeline", "run", "p.yaml");

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out()).contains("exit code 7").contains("--resume");
    assertThat(Files.readAllLines(folder.resolve("order"))).containsExactly("a", "other");
    Files.writeString(folder.resolve("repaired"), "");
    MusterRun resumed = muster.run("pipeline", "run", "--resume", "latest");
    assertThat(resumed.code()).as(resumed.toString()).isZero();
    assertThat(Files.readAllLines(folder.resolve("order"))).containsExactly("a", "other", "b", "c");
    assertThat(muster.run("pipeline", "run", "--resume", "latest").code()).isEqualTo(75);
  }

  @Test
  void criticalWarningsEndWithTwoAndCanBePassedOver() throws IOException {
    write(
        """
        steps:
          - {id: quality, command: [sh, -c, "exit 2"], retries: 3}
          - {id: export, command: [sh, -c, "echo x >>exported"]}
        """);

    MusterRun warned = muster.run("pipeline", "run", "p.yaml");

    assertThat(warned.code()).as(warned.toString()).isEqualTo(2);
    assertThat(folder.resolve("exported")).doesNotExist();
    assertThat(muster.run("pipeline", "show", "p.yaml", "--json").out())
        .contains("\"exit_code\":2")
        .contains("\"state\":\"WARNED\"")
        .contains("\"attempts\":1");
    assertThat(muster.run("pipeline", "run", "--resume", "latest", "--skip", "quality").code())
        .isZero();
    assertThat(folder.resolve("exported")).exists();
  }

  @Test
  void retriesAndTimeLimits() throws IOException {
    write(
        """
        steps:
          - {id: flaky, command: [sh, -c, "echo x >>tries; test $(wc -l <tries) -ge 2"], retries: 2}
          - {id: hangs, command: [sleep, "1000"], timeout: 1s}
        """);

    MusterRun run = muster.run("pipeline", "run", "p.yaml");

    assertThat(run.code()).as(run.toString()).isEqualTo(1);
    assertThat(Files.readAllLines(folder.resolve("tries"))).hasSize(2);
    assertThat(run.out()).contains("longer than its time limit of 1 s");
  }

  @Test
  void unchangedStepIsSkippedWithItsReasonUntilSomethingChanges() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/one.csv"), "1\n");
    Files.writeString(folder.resolve("copy.sh"), "cat in/*.csv >out.csv; echo x >>runs\n");
    write(
        """
        steps:
          - {id: copy, command: [sh, copy.sh], inputs: "in/*.csv", outputs: out.csv}
          - {id: after, command: ["true"]}
        """);
    assertThat(muster.run("pipeline", "run", "p.yaml").code()).isZero();

    MusterRun second = muster.run("pipeline", "run", "p.yaml");

    assertThat(second.code()).isZero();
    assertThat(second.err()).contains("copy").contains("unchanged since run");
    assertThat(runs()).isEqualTo(1);
    assertThat(muster.run("pipeline", "plan", "p.yaml").out()).contains("unchanged since run");

    Files.writeString(folder.resolve("in/two.csv"), "2\n");
    assertThat(muster.run("pipeline", "run", "p.yaml").code()).isZero();
    assertThat(runs()).isEqualTo(2);
    Files.writeString(folder.resolve("copy.sh"), "cat in/*.csv >out.csv; echo y >>runs\n");
    assertThat(muster.run("pipeline", "run", "p.yaml").code()).isZero();
    assertThat(runs()).isEqualTo(3);
    Files.delete(folder.resolve("out.csv"));
    assertThat(muster.run("pipeline", "run", "p.yaml").code()).isZero();
    assertThat(runs()).isEqualTo(4);
    assertThat(muster.run("pipeline", "run", "p.yaml", "--fresh").code()).isZero();
    assertThat(runs()).isEqualTo(5);
  }

  private int runs() throws IOException {
    return Files.readAllLines(folder.resolve("runs")).size();
  }

  @Test
  void chosenStepsAloneAreRun() throws IOException {
    write(
        """
        steps:
          - {id: a, command: [sh, -c, "echo a >>order"]}
          - {id: b, command: [sh, -c, "echo b >>order"]}
          - {id: c, command: [sh, -c, "echo c >>order"]}
        """);

    assertThat(muster.run("pipeline", "run", "p.yaml", "--from", "b").code()).isZero();
    assertThat(muster.run("pipeline", "run", "p.yaml", "--only", "a", "c").code()).isZero();
    assertThat(muster.run("pipeline", "run", "p.yaml", "--skip", "a", "--skip", "b").code())
        .isZero();

    assertThat(Files.readAllLines(folder.resolve("order")))
        .containsExactly("b", "c", "a", "c", "c");
  }

  @Test
  void independentStepsRunSideBySideWithinTheBound() throws IOException {
    // Each waits for a file of the other: one after another they would never end.
    write(
        """
        steps:
          - {id: a, command: [sh, -c, "touch a; until test -f b; do sleep 0.05; done"], depends_on: []}
          - {id: b, command: [sh, -c, "touch b; until test -f a; do sleep 0.05; done"], depends_on: []}
        """);

    assertThat(muster.run("pipeline", "run", "p.yaml", "--parallel", "2").code()).isZero();
  }

  @Test
  void stoppedRunLetsRunningStepsEndAndGoesOnLater() throws Exception {
    write(
        """
        steps:
          - {id: a, command: [sh, -c, "touch begun; until test -f go; do sleep 0.05; done; echo a >>order"]}
          - {id: b, command: [sh, -c, "echo b >>order"]}
        """);
    RunControl control = new RunControl();
    Thread user =
        new Thread(
            () -> {
              MusterProcess.await("the step begins", () -> Files.exists(folder.resolve("begun")));
              control.requestStop();
              try {
                Files.writeString(folder.resolve("go"), "");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    user.start();

    MusterRun stopped = muster.run(control, "pipeline", "run", "p.yaml");

    user.join();
    assertThat(stopped.code()).as(stopped.toString()).isEqualTo(130);
    assertThat(Files.readAllLines(folder.resolve("order"))).containsExactly("a");
    assertThat(muster.run("pipeline", "run", "--resume", "latest").code()).isZero();
    assertThat(Files.readAllLines(folder.resolve("order"))).containsExactly("a", "b");
  }

  @Test
  void secondStopEndsRunningSteps() throws Exception {
    write("steps: [{id: a, command: [sh, -c, \"touch begun; sleep 1000 & wait\"]}]");
    RunControl control = new RunControl();
    Thread user =
        new Thread(
            () -> {
              MusterProcess.await("the step begins", () -> Files.exists(folder.resolve("begun")));
              control.requestStop();
              control.requestStop();
            });
    user.start();

    MusterRun stopped = muster.run(control, "pipeline", "run", "p.yaml");

    user.join();
    assertThat(stopped.code()).as(stopped.toString()).isEqualTo(130);
    assertThat(muster.run("pipeline", "show", "latest").out()).contains("cancelled");
    MusterProcess.await(
        "its processes are gone",
        () -> MusterProcess.processesWith("MUSTER_HOME=" + folder.resolve("home")).isEmpty());
  }

  @Test
  void logsGoWhereTheGeneralConfigurationAndTheUserWantThem() throws IOException {
    Files.writeString(
        folder.resolve("general.ini"),
        """
        [Logging]
        level = INFO
        format = %(levelname)s|%(message)s
        file_format = %(asctime)s %(levelname)s %(message)s
        datefmt = %Y
        report_path = reports
        """);
    write(
        """
        general_config_path: general.ini
        steps: [{id: a, command: [echo, hello]}]
        """);

    MusterRun run =
        muster.run("pipeline", "run", "p.yaml", "--logs-to", "copies", "--log-interval", "1s");

    assertThat(run.code()).as(run.toString()).isZero();
    assertThat(run.err()).contains("INFO|step 1/1 a started").contains("INFO|step 1/1 a completed");
    try (Stream<Path> files = Files.list(folder.resolve("reports"))) {
      List<Path> logs = files.toList();
      assertThat(logs).hasSize(1);
      assertThat(logs.get(0).getFileName().toString()).matches("p_[0-9]{6}_[0-9]{6}\\.log");
      assertThat(Files.readString(logs.get(0)))
          .containsPattern("20[0-9]{2} INFO step 1/1 a started");
    }
    try (Stream<Path> copies = Files.walk(folder.resolve("copies"))) {
      assertThat(copies.filter(Files::isRegularFile).map(copy -> copy.getFileName().toString()))
          .contains("log", "pipeline.log", "run.txt");
    }
  }

  @Test
  void planAndDryRunRunNothing() throws IOException {
    write("steps: [{id: a, command: [touch, there]}]");

    assertThat(muster.run("pipeline", "plan", "p.yaml").out()).contains("a ").contains("run");
    assertThat(muster.run("pipeline", "run", "p.yaml", "--dry-run").code()).isZero();
    assertThat(muster.run("pipeline", "validate", "p.yaml").out()).contains("valid");

    assertThat(folder.resolve("there")).doesNotExist();
    assertThat(folder.resolve("results")).doesNotExist();
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("p.yaml"), text);
  }
}
