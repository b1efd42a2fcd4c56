package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.Eventually;
import dev.muster.testkit.hosts.HostProcess;
import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.s3.MotoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Maps on the Spark of a cluster of real hosts: what they give and what they leave. */
@Timeout(900)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterMapIT {

  private static final String SECRET = "oyster-4711-oyster";
  private static final String LICENSE = "LICENSED TO: nobody-0815";

  @RegisterExtension static final MapLab lab = new MapLab();

  @TempDir Path folder;

  @Test
  @Order(1)
  void givesWhatLocalWorkersGive() throws IOException {
    Path project = Projects.copy(Projects.example("demo"), folder.resolve("demo"));
    MusterRun local = lab.muster().run("map", project, "--fresh", "-n", "3");
    assertThat(local.code()).as(local.err()).isZero();
    byte[] expected = Files.readAllBytes(project.resolve("results/latest/results.csv"));
    long begin = System.nanoTime();
    MusterRun run = lab.muster().run(MapLab.words("map", project, "--fresh", "-n", "3"));
    System.out.println(
        "three files of the demo on 3 hosts, ms: "
            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(project.resolve("results/latest/results.csv")).hasBinaryContent(expected);
  }

  @Test
  @Order(5)
  void largeResultsComeByTheStoreAndAreTheSame() throws Exception {
    try (MotoServer store = MotoServer.start(lab.hosts().controller())) {
      store.createBucket("results");
      InProcess user = lab.muster().with(store.variables());
      Path project = MapLab.large(folder, 2_000_000);
      MusterRun local = user.run("map", project, "--fresh");
      assertThat(local.code()).as(local.err()).isZero();
      byte[] expected = Files.readAllBytes(project.resolve("results/latest/results.csv"));
      MusterRun run =
          user.run(
              MapLab.words(
                  "map", project, "--fresh", "--conf", "spark.muster.store.bytes=1000000"));
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(project.resolve("results/latest/results.csv")).hasBinaryContent(expected);
      assertThat(store.puts("/results/mine/.muster/")).as("it came by the store").hasSize(1);
      assertThat(store.keys("results")).noneMatch(key -> key.contains(".muster"));
      assertThat(run.err()).doesNotContain("X-Amz");
    }
  }

  @Test
  @Order(6)
  void whatEndsWhileMusterIsAwayIsNotRunAgain() throws Exception {
    Path project = lab.slow(folder);
    lab.killMusterIn(project);
    MusterProcess.await("the driver goes on", () -> lab.finished() == MapLab.TASKS);
    MusterRun resumed = lab.muster().run(MapLab.words("runs", "resume", MapLab.id(project)));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    MapLab.assertWhole(project);
    lab.assertCalledOnce();
  }

  @Test
  @Order(8)
  void hostsInstallWhatTheProjectNeeds() throws Exception {
    Path project = Projects.copy(Projects.example("requirements"), folder.resolve("requirements"));
    Projects.python(project, "build_wheel.py");
    MusterRun local = lab.muster().run("map", project, "--fresh", "--offline");
    assertThat(local.code()).as(local.err()).isZero();
    byte[] expected = Files.readAllBytes(project.resolve("results/latest/results.csv"));
    MusterRun run = lab.muster().run(MapLab.words("map", project, "--fresh", "--offline"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(project.resolve("results/latest/results.csv")).hasBinaryContent(expected);
    for (int number = 2; number <= 3; number++) {
      assertThat(
              lab.hosts()
                  .host(number)
                  .run("sh", "-c", "ls -d " + MapLab.CLUSTER + "/venvs/*/venv-*")
                  .lines())
          .as("one environment on h" + number)
          .hasSize(1);
    }
    // Another run finds it made.
    lab.hosts()
        .all()
        .forEach(
            host -> host.run("sh", "-c", "rm -rf " + MapLab.CLUSTER + "/venvs/*/files/wheels"));
    assertThat(lab.muster().run(MapLab.words("map", project, "--fresh", "--offline")).code())
        .isZero();
  }

  @Test
  @Order(9)
  void hostsInstallFromTheirIndexAndSayWherePipFails() throws Exception {
    Path project = Projects.copy(Projects.example("requirements"), folder.resolve("requirements"));
    Projects.python(project, "build_wheel.py");
    Path wheels = folder.resolve("index");
    Files.move(project.resolve("wheels"), wheels);
    // Another content than that of the other test, whose environment is there already.
    Files.writeString(
        project.resolve("requirements.txt"), "# from an index\nmusterdemo-stats==1.0.0\n");
    try (PackageIndex index = new PackageIndex(lab.hosts().controller(), wheels)) {
      for (TestHost host : lab.hosts().all()) {
        host.run(
            "sh",
            "-c",
            "mkdir -p /root/.config/pip && cat >/root/.config/pip/pip.conf <<END\n"
                + index.configuration()
                + (host == lab.hosts().host(3) ? "require-hashes = true\n" : "")
                + "END\n");
      }
      try {
        MusterRun failed = map(project, index.environment());
        assertThat(failed.code()).as(failed.out()).isEqualTo(65);
        assertThat(failed.out())
            .contains(lab.hosts().host(3).address(), "hashes")
            .doesNotContain(lab.hosts().host(2).address() + ":");
        lab.hosts().host(3).run("sed", "-i", "/require-hashes/d", "/root/.config/pip/pip.conf");
        MusterRun run = map(project, index.environment());
        assertThat(run.code()).as(run.out()).isZero();
        assertThat(Files.readAllLines(project.resolve("results/latest/results.csv"))).hasSize(3);
      } finally {
        lab.hosts().all().forEach(host -> host.run("rm", "-rf", "/root/.config", "/root/.cache"));
      }
    }
  }

  @Test
  @Order(10)
  void saysWhatHostsCannotInstallBeforeATaskRuns() throws Exception {
    Path project = lab.slow(folder);
    Files.writeString(project.resolve("requirements.txt"), "# nothing of this name is anywhere\n");
    Files.writeString(
        project.resolve("muster.yaml"),
        Files.readString(project.resolve("muster.yaml")) + "requirements: requirements.txt\n");
    MusterRun python =
        lab.muster()
            .run(MapLab.words("map", project, "--conf", "spark.pyspark.python=/no/such/python3"));
    assertThat(python.code()).as(python.err()).isEqualTo(65);
    assertThat(python.err())
        .contains("there is no /no/such/python3")
        .contains(lab.hosts().host(2).address())
        .contains(lab.hosts().host(3).address());
    assertThat(lab.begun()).isZero();
  }

  @Test
  @Order(11)
  void secretsAndLicensesReachWorkersAndNothingElse() throws Exception {
    Path project = lab.slow(folder);
    Files.writeString(project.resolve("sample.lic"), LICENSE);
    Files.writeString(
        project.resolve("task.py"),
        MapLab.SLOW.replace(
            "    for _ in",
            """
                files = os.environ["MUSTER_FILES"]
                assert os.stat(os.path.join(files, "sample.lic")).st_mode & 0o777 == 0o600
                assert os.environ["PEARL"].startswith("oyster")
                for _ in\
            """));
    Files.writeString(
        project.resolve("muster.yaml"),
        Files.readString(project.resolve("muster.yaml"))
            + "secrets: [PEARL]\nfiles: [sample.lic]\n");
    lab.with("PEARL", SECRET);
    CompletableFuture<MusterRun> run = lab.start(project);
    lab.awaitBegun(4, run);
    for (TestHost host : lab.hosts().all()) {
      assertThat(host.processes())
          .extracting(HostProcess::command)
          .noneMatch(command -> command.contains(SECRET));
      assertThat(holders(host, SECRET)).as("files in mid-run on %s", host).isEmpty();
      assertThat(host.processes())
          .filteredOn(
              process ->
                  MusterProcess.holds(Path.of("/proc/" + process.pid() + "/environ"), SECRET))
          .extracting(HostProcess::command)
          .allMatch(command -> command.contains("python") && command.contains("shim"));
    }
    MapLab.end(run);
    MapLab.assertWhole(project);
    MusterProcess.await("executors and drivers end", () -> lab.runners().isEmpty());
    for (TestHost host : lab.hosts().all()) {
      assertThat(holders(host, SECRET)).as("files after the run on %s", host).isEmpty();
      assertThat(holders(host, LICENSE)).as("licenses after the run on %s", host).isEmpty();
      assertThat(host.run("ls", "/dev/shm")).isEmpty();
    }
    try (Stream<Path> files = Files.walk(lab.home())) {
      assertThat(
              files.filter(Files::isRegularFile).filter(file -> MusterProcess.holds(file, SECRET)))
          .isEmpty();
    }
  }

  @Test
  @Order(11)
  void secretsOnAHeadWithoutMemoryAreSaidAndRemovedToo() throws Exception {
    Path project = lab.slow(folder);
    Files.writeString(
        project.resolve("muster.yaml"),
        Files.readString(project.resolve("muster.yaml")) + "secrets: [PEARL]\n");
    TestHost head = lab.hosts().host(1);
    head.run("sh", "-c", "mkdir /opt/disk && mount --bind /opt/disk /dev/shm");
    try {
      MusterRun run = map(project, Map.of("PEARL", SECRET));
      assertThat(run.code()).as(run.out()).isZero();
      assertThat(Files.readString(lab.home().resolve("logs/muster.log")))
          .contains(head.address(), "has no tmpfs that can be written");
      MusterProcess.await("executors and drivers end", () -> lab.runners().isEmpty());
      assertThat(holders(head, SECRET)).isEmpty();
    } finally {
      head.run("sh", "-c", "umount /dev/shm && rmdir /opt/disk");
    }
  }

  @Test
  @Order(98)
  void stopThatIsKilledIsEndedByTheNextOne() throws Exception {
    try (MusterProcess killed =
        MusterProcess.start(lab.home(), folder, Map.of(), List.of(), "cluster", "stop", "lab")) {
      MusterProcess.await(
          "it is at work", () -> killed.said().contains("stop workers") || !killed.alive());
      killed.signal("KILL");
      killed.end();
    }
    MusterRun again = lab.muster().run("cluster", "stop", "lab");
    assertThat(again.code()).as(again.out() + again.err()).isZero();
    for (TestHost host : lab.hosts().all()) {
      // What watches over the folder of a run looks every few seconds whether the run has ended.
      Eventually.until("nothing runs on " + host.name(), () -> host.processes().isEmpty());
    }
    MusterRun started = lab.muster().run("cluster", "start", "lab");
    assertThat(started.code()).as(started.out() + started.err()).isZero();
    assertThat(started.err()).contains("start workers: 2 hosts");
    assertThat(lab.muster().run("cluster", "status", "lab").code()).isZero();
  }

  /** A map by a process with variables of its own; all that it says is on out. */
  private MusterRun map(Path project, Map<String, String> variables) throws Exception {
    try (MusterProcess muster =
        MusterProcess.start(
            lab.home(), folder, variables, List.of(), MapLab.words("map", project, "--fresh"))) {
      return muster.end();
    }
  }

  /** Files of a host that hold a text. */
  private static List<String> holders(TestHost host, String text) {
    return host.run(
            "sh",
            "-c",
            "grep -rlF --exclude-dir=dist \"$1\" /root /tmp /var/tmp /dev/shm /run 2>/dev/null || :",
            "sh",
            text)
        .lines()
        .toList();
  }

  /** The last one: it takes the cluster down. */
  @Test
  @Order(99)
  void killedClusterEndsTheRunLeavesNothingAndTheRestRunsHere() throws Exception {
    Path project = lab.slow(folder);
    CompletableFuture<MusterRun> run = lab.start(project);
    lab.awaitBegun(12, run);
    MusterRun killed = lab.muster().run("cluster", "kill", "lab", "--yes");
    assertThat(killed.code()).as(killed.out() + killed.err()).isZero();
    MusterRun lost = run.get(400, TimeUnit.SECONDS);
    assertThat(lost.code()).as(lost.err()).isEqualTo(MapLab.UNAVAILABLE);
    assertThat(lost.err()).contains("runs resume " + MapLab.id(project)).contains("lab");
    for (TestHost host : lab.hosts().all()) {
      assertThat(host.processes()).as(host.toString()).isEmpty();
      assertThat(host.files())
          .as(host.toString())
          .filteredOn(file -> !file.startsWith("/etc/ssh/")) // a boot writes these
          .isEmpty();
    }
    MusterRun resumed = lab.muster().run("runs", "resume", MapLab.id(project));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    MapLab.assertWhole(project);
    try (Stream<Path> calls = Files.list(folder.resolve("calls"))) {
      assertThat(calls).as("tasks that were not committed").hasSizeLessThan(MapLab.TASKS);
    }
  }
}
