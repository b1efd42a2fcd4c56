package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Muster is killed while a step runs in a warm driver: the driver goes with it. */
@Timeout(600)
class PipelineWarmKillIT {

  /** Notes its begin and its end; the second waits to be told to end. */
  private static final String STEP =
      """
      import java.nio.file.*;
      public class Noted {
        public static void main(String[] args) throws Exception {
          note("begun", args[0]);
          while (args[0].equals("second") && !Files.exists(Path.of("go"))) {
            Thread.sleep(20);
          }
          note("done", args[0]);
        }
        static void note(String file, String word) throws Exception {
          Files.writeString(Path.of(file), word + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
      }
      """;

  private static final String SCRIPT =
      """
      import os, sys, time
      def note(file, word):
          with open(file, "a") as lines:
              lines.write(word + "\\n")
      note("begun", sys.argv[1])
      while sys.argv[1] == "second" and not os.path.exists("go"):
          time.sleep(0.02)
      note("done", sys.argv[1])
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"class: Noted", "script: noted.py"})
  void nothingOfAWarmDriverLivesOnAndItsStepRunsAgain(String program) throws Exception {
    Path jars = SparkJars.of("3.5");
    var unused = StepJar.of(folder.resolve("noted.jar"), jars, STEP);
    Files.writeString(folder.resolve("noted.py"), SCRIPT);
    Files.writeString(
        folder.resolve("p.yaml"),
        """
        jar: noted.jar
        steps:
          - {id: first, PROGRAM, args: [first]}
          - {id: second, PROGRAM, args: [second]}
          - {id: third, PROGRAM, args: [third]}
        """
            .replace("PROGRAM", program));
    Path home = folder.resolve("home");
    String mark = "WARM_KILL=" + folder;
    Map<String, String> environment =
        Map.of("MUSTER_SPARK_ARCHIVE", "off", "WARM_KILL", folder.toString());
    try (MusterProcess killed =
        MusterProcess.start(
            home,
            folder,
            environment,
            List.of(),
            "pipeline",
            "run",
            "p.yaml",
            "--reuse-session",
            "--master",
            "local[1]",
            "--spark-home",
            jars)) {
      MusterProcess.await(
          "the second step runs", () -> lines("begun").contains("second") || !killed.alive());
      assertThat(killed.alive()).as(killed.said()).isTrue();
      assertThat(MusterProcess.processesWith(mark))
          .as("Muster and its driver")
          .hasSizeGreaterThan(1);
      killed.signal("KILL");
      MusterProcess.await("nothing of it lives", () -> MusterProcess.processesWith(mark).isEmpty());
    }
    assertThat(lines("done")).containsExactly("first");
    Files.writeString(folder.resolve("go"), "");

    InProcess muster = new InProcess(home, folder).with(environment);
    MusterRun resumed = muster.run("pipeline", "run", "--resume", "latest");

    assertThat(resumed.code()).as(resumed.toString()).isZero();
    assertThat(lines("begun")).containsExactly("first", "second", "second", "third");
    assertThat(lines("done")).containsExactly("first", "second", "third");
    MusterProcess.await("its driver ends", () -> MusterProcess.processesWith(mark).isEmpty());
    assertThat(muster.run("pipeline", "show", "latest", "--json").out())
        .containsOnlyOnce("\"attempts\":2");
  }

  private List<String> lines(String name) {
    try {
      Path file = folder.resolve(name);
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}
