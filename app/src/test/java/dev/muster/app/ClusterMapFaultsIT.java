package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.s3.MotoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Maps on a cluster, whatever happens to executors, hosts, network and Muster; and large ones. */
@Tag("long")
@Timeout(900)
class ClusterMapFaultsIT {

  @RegisterExtension static final MapLab lab = new MapLab();

  @TempDir Path folder;

  @Test
  void executorThatIsKilledLosesNothing() throws Exception {
    Path project = lab.slow(folder);
    CompletableFuture<MusterRun> run = lab.start(project);
    lab.awaitBegun(6, run);
    lab.hosts().host(2).run("pkill", "-KILL", "-f", "CoarseGrainedExecutorBackend");
    MapLab.end(run);
    MapLab.assertWhole(project);
    lab.assertNeverBesideItself();
  }

  @Test
  void cutNetworkLosesAndDoublesNothing() throws Exception {
    Path project = lab.slow(folder);
    CompletableFuture<MusterRun> run = lab.start(project);
    lab.awaitBegun(6, run);
    TestHost head = lab.hosts().host(1);
    head.cutFromController();
    try {
      TimeUnit.SECONDS.sleep(Long.getLong("muster.cut", 20));
    } finally {
      head.restoreToController();
    }
    MapLab.end(run);
    MapLab.assertWhole(project);
    lab.assertCalledOnce();
  }

  @Test
  void hostThatDiesLosesNothing() throws Exception {
    Path project = lab.slow(folder);
    CompletableFuture<MusterRun> run = lab.start(project, MapLab.impatient());
    lab.awaitBegun(6, run);
    lab.hosts().host(3).kill();
    try {
      MapLab.end(run);
    } finally {
      lab.hosts().host(3).boot();
    }
    MapLab.assertWhole(project);
  }

  @Test
  void musterThatIsKilledGoesOnWithResume() throws Exception {
    Path project = lab.slow(folder);
    lab.killMusterIn(project);
    MusterRun resumed = lab.muster().run(MapLab.words("runs", "resume", MapLab.id(project)));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    MapLab.assertWhole(project);
    lab.assertNeverBesideItself();
  }

  @Test
  void headThatIsLostEndsTheRunAndResumeDoesTheRest() throws Exception {
    Path project = lab.slow(folder);
    CompletableFuture<MusterRun> run =
        lab.start(project, MapLab.impatient("--conf", "spark.muster.patience.seconds=5"));
    lab.awaitBegun(8, run);
    lab.hosts().host(1).kill();
    MusterRun lost;
    try {
      lost = run.get(400, TimeUnit.SECONDS);
    } finally {
      lab.hosts().host(1).boot();
    }
    assertThat(lost.code()).as(lost.err()).isEqualTo(MapLab.UNAVAILABLE);
    assertThat(lost.err())
        .contains("runs resume " + MapLab.id(project))
        .contains(lab.hosts().host(1).address());
    MusterProcess.await(
        "Spark is back", () -> lab.muster().run("cluster", "status", "lab").code() == 0);
    MusterRun resumed = lab.muster().run(MapLab.words("runs", "resume", MapLab.id(project)));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    MapLab.assertWhole(project);
    lab.assertNeverBesideItself();
  }

  @Test
  void twoThousandBriefTasks() throws Exception {
    String numbers = Stream.iterate(0, i -> i + 1).limit(2_000).toList().toString();
    Path project =
        Projects.write(
            folder.resolve("brief"),
            "muster.yaml",
            "name: brief\ninputs: in.txt\nentrypoint: {python: task:main}\nparams: {i: {matrix: "
                + numbers
                + "}}\n",
            "task.py",
            "def main(i):\n    return {'i': i}\n",
            "in.txt",
            "x");
    long begin = System.nanoTime();
    MusterRun run = lab.muster().run(MapLab.words("map", project));
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(project.resolve("results/latest/results.jsonl"))).hasSize(2_000);
    System.out.println(
        "2,000 brief tasks on 3 hosts: "
            + took
            + " ms in all; "
            + Files.readAllLines(project.resolve("results/latest/performance.json")).stream()
                .filter(
                    line ->
                        line.strip().startsWith("\"initial_process")
                            || line.strip().startsWith("\"task_duration_in"))
                .toList());
  }

  @Test
  void largeResultComesByTheStore() throws Exception {
    try (MotoServer store = MotoServer.start(lab.hosts().controller())) {
      store.createBucket("results");
      InProcess user = lab.muster().with(store.variables());
      Path project = MapLab.large(folder, 100_000_000);
      long begin = System.nanoTime();
      MusterRun run = user.run(MapLab.words("map", project));
      System.out.println(
          "a result of 100 MB by the store, ms: "
              + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
      assertThat(run.code()).as(run.err()).isZero();
      byte[] given = Files.readAllBytes(project.resolve("results/latest/results.csv"));
      assertThat(store.puts("/results/mine/.muster/")).as("it came by the store").hasSize(1);
      assertThat(store.keys("results")).noneMatch(key -> key.contains(".muster"));
      assertThat(user.run("map", project, "--fresh").code()).isZero();
      assertThat(project.resolve("results/latest/results.csv")).hasBinaryContent(given);
    }
  }

  /** The driver never holds it: its spool is bounded, and so are the parts that it passes on. */
  @Test
  void largeResultArrivesWholeThroughASmallDriver() throws Exception {
    int size = 100_000_000;
    Path project =
        Projects.write(
            folder.resolve("large"),
            "muster.yaml",
            "name: large\ninputs: in.txt\nentrypoint: {python: task:main}\n",
            "task.py",
            "def main(path):\n    return {'text': 'x' * " + size + "}\n",
            "in.txt",
            "x");
    long begin = System.nanoTime();
    CompletableFuture<MusterRun> run =
        lab.start(
            project,
            "--conf",
            "spark.driver.memory=512m",
            "--conf",
            "spark.muster.spool.bytes=33554432");
    MapLab.end(run);
    System.out.println(
        "a result of 100 MB through a driver of 512 MiB and a spool of 32 MiB, ms: "
            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    try (Stream<Path> blobs = Files.walk(lab.home().resolve("results"))) {
      assertThat(blobs.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()))
          .as("kept by its hash")
          .anyMatch(bytes -> bytes > size && bytes < size + 100);
    }
  }
}
