package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.hosts.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A host leaves a Spark 3.5 that is at work; of Spark 4 ClusterServicesIT shows it. */
@Tag("long")
@Timeout(900)
class SparkDrainIT {

  @RegisterExtension static final MapLab lab = new MapLab("3.5.6");

  private static final int TASKS = 24;

  @TempDir Path folder;

  @Test
  void aHostThatLeavesEndsItsTasksFirst() throws Exception {
    assertThat(lab.muster().run("cluster", "status", "lab").out()).contains("3.5.6");
    Path project =
        Projects.write(
            folder.resolve("p"),
            "muster.yaml",
            "name: p\ninputs: in.txt\nentrypoint: {python: task:main}\nparams: {i: {matrix: "
                + IntStream.range(0, TASKS).boxed().toList()
                + "}}\n",
            "task.py",
            """
            import os, time
            def main(i):
                os.makedirs("/srv/calls", exist_ok=True)
                with open("/srv/calls/%d" % i, "a") as calls:
                    calls.write("x")
                time.sleep(0.6)
                return {"i": i}
            """,
            "in.txt",
            "x");
    CompletableFuture<MusterRun> run = lab.start(project);
    MusterProcess.await("both hosts work", () -> run.isDone() || (calls(2) >= 2 && calls(3) >= 2));
    assertThat(run).isNotDone();

    TestHost third = lab.hosts().host(3);
    MusterRun removed =
        lab.muster().run("cluster", "remove", "lab", third.hostAddress().host(), "--drain", "120s");

    assertThat(removed.code()).as(removed.toString()).isZero();
    assertThat(removed.err()).contains("drain: 1 host").doesNotContain("run again elsewhere");
    assertThat(third.path("/root/.muster")).doesNotExist();
    MapLab.end(run);
    assertThat(Files.readAllLines(project.resolve("results/latest/results.jsonl"))).hasSize(TASKS);
    assertThat(calls(1) + calls(2) + calls(3))
        .as("no task was cut off and ran again")
        .isEqualTo(TASKS);
  }

  private static long calls(int number) {
    Path calls = lab.hosts().host(number).path("/srv/calls");
    if (!Files.isDirectory(calls)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(calls)) {
      long sum = 0;
      for (Path file : (Iterable<Path>) files::iterator) {
        sum += Files.size(file);
      }
      return sum;
    } catch (IOException e) {
      return 0;
    }
  }
}
