package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.hosts.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines on a cluster, whatever happens to the network and to Muster while a step runs. */
@Tag("long")
@Timeout(900)
class PipelineFaultsIT {

  @RegisterExtension static final MapLab lab = new MapLab();

  private static final String CALLS = MapLab.CLUSTER + "/calls";

  /** Notes each call on the head, and may end when it is told to there. */
  private static final String STEP =
      """
      import java.nio.file.*;
      import java.util.List;
      import org.apache.spark.SparkConf;
      import org.apache.spark.api.java.JavaSparkContext;
      public class Held {
        public static void main(String[] args) throws Exception {
          Path calls = Files.createDirectories(Path.of(args[1]));
          JavaSparkContext spark = new JavaSparkContext(new SparkConf());
          System.out.println(args[0] + " begins with " + spark.parallelize(List.of(1, 2, 3), 2).reduce(Integer::sum));
          Files.writeString(calls.resolve(args[0]), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          long end = System.nanoTime() + 300_000_000_000L;
          while (!Files.exists(calls.resolve("go")) && System.nanoTime() < end) {
            Thread.sleep(50);
          }
          spark.stop();
          System.out.println(args[0] + " ends");
          System.exit(args[0].equals("warns") ? 2 : 0);
        }
      }
      """;

  @TempDir Path folder;
  private InProcess muster;

  @BeforeEach
  void writePipeline() throws IOException {
    muster = new InProcess(lab.home(), folder);
    var unused = StepJar.of(folder.resolve("held.jar"), SparkJars.of("3.5"), STEP);
    Files.writeString(
        folder.resolve("p.yaml"),
        """
        jar: held.jar
        conf: {spark.executor.memory: 512m}
        steps:
          - {id: first, class: Held, args: [first, %1$s]}
          - {id: warns, class: Held, args: [warns, %1$s]}
          - {id: never, class: Held, args: [never, %1$s]}
        """
            .formatted(CALLS));
  }

  private TestHost head() {
    return lab.hosts().host(1);
  }

  private void go() {
    head().run("touch", CALLS + "/go");
  }

  private String drivers() {
    return head().processes().stream()
        .map(process -> process.command())
        .filter(command -> command.contains("Held"))
        .toList()
        .toString();
  }

  private String calls(String step) {
    try {
      Path file = head().path(CALLS + "/" + step);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  private void ranOnce() {
    assertThat(calls("first")).isEqualTo("x");
    assertThat(calls("warns")).isEqualTo("x");
    assertThat(calls("never")).isEmpty();
    for (String step : List.of("first", "warns")) {
      assertThat(muster.run("pipeline", "logs", "latest", step).out())
          .as("its log is whole, and there once")
          .containsOnlyOnce(step + " begins with 6")
          .containsOnlyOnce(step + " ends");
    }
    assertThat(muster.run("pipeline", "show", "latest", "--json").out())
        .contains("\"state\":\"COMPLETED\"", "\"state\":\"WARNED\"", "\"state\":\"BLOCKED\"");
  }

  /** The step ends while nobody can know it. */
  @Test
  void networkToTheHeadIsCutAndComesBack() throws Exception {
    CompletableFuture<MusterRun> run =
        CompletableFuture.supplyAsync(() -> muster.run("pipeline", "run", "p.yaml", "-c", "lab"));
    MusterProcess.await("the step runs", () -> !calls("first").isEmpty() || run.isDone());
    head().cutFromController();
    try {
      TimeUnit.SECONDS.sleep(Long.getLong("muster.cut", 20));
      assertThat(run.isDone()).as("unreachable is not failed").isFalse();
      go();
      MusterProcess.await("the step ends", () -> drivers().equals("[]"));
    } finally {
      head().restoreToController();
    }

    MusterRun ended = run.get(400, TimeUnit.SECONDS);

    assertThat(ended.code()).as(ended.toString()).isEqualTo(2);
    ranOnce();
  }

  @Test
  void stepGoesOnWithoutMusterAndIsTakenOver() throws Exception {
    try (MusterProcess killed =
        MusterProcess.start(
            lab.home(), folder, Map.of(), List.of(), "pipeline", "run", "p.yaml", "-c", "lab")) {
      MusterProcess.await("the step runs", () -> !calls("first").isEmpty() || !killed.alive());
      assertThat(killed.alive()).as(killed.said()).isTrue();
      killed.signal("KILL");
      MusterProcess.await("it dies", () -> !killed.alive());
    }
    MusterRun beside = muster.run("pipeline", "run", "p.yaml", "-c", "lab");
    assertThat(beside.code()).as(beside.toString()).isEqualTo(75);
    assertThat(beside.err()).contains("still runs", "--resume");
    CompletableFuture<MusterRun> resumed =
        CompletableFuture.supplyAsync(() -> muster.run("pipeline", "run", "--resume", "latest"));
    go();

    MusterRun ended = resumed.get(400, TimeUnit.SECONDS);

    assertThat(ended.code()).as(ended.toString()).isEqualTo(2);
    ranOnce();
  }
}
