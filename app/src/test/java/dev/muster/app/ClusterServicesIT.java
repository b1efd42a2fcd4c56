package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.core.run.RunControl;
import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One cluster with Spark through its life: it grows, is stopped and started, shrinks, goes. */
@Timeout(900)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterServicesIT {

  @TempDir static Path folder;
  private static TestHosts hosts;
  private static InProcess muster;

  @BeforeAll
  static void make() throws IOException {
    TestHosts.assumePossible();
    hosts = TestHosts.start(3);
    Path user = Files.createDirectories(folder.resolve("user"));
    muster = new InProcess(folder.resolve("home"), folder).with("HOME", user.toString());
    Files.writeString(
        folder.resolve("cluster.yaml"),
        """
        name: lab
        hosts: [%s, %s]
        auth: {user: root, key: %s, known_hosts: %s}
        services: [spark]
        """
            .formatted(address(1), address(2), hosts.key(), hosts.knownHosts()));
    MusterRun made = done("cluster", "create", "-f", "cluster.yaml");
    assertThat(made.err()).contains("next: muster cluster deploy lab");
    MusterRun deployed =
        muster.run(
            "cluster",
            "deploy",
            "lab",
            "-o",
            "memory=1g",
            "-o",
            "cores=2",
            "--conf",
            "spark.executor.memory=512m");
    assumeTrue(deployed.code() != 69, "Spark's files are not to be had: " + deployed.err());
    assertThat(deployed.code()).as(deployed.out() + deployed.err()).isZero();
    assertThat(deployed.out()).contains("spark is ready on cluster lab");
  }

  @AfterAll
  static void leavesHostsClean() {
    if (hosts == null) {
      return;
    }
    try {
      done("cluster", "kill", "lab", "--yes");
      for (TestHost host : hosts.all()) {
        assertThat(host.files()).as("files on %s", host.name()).isEmpty();
        assertThat(javas(host)).isEmpty();
      }
    } finally {
      hosts.close();
    }
  }

  private static String address(int number) {
    return hosts.host(number).hostAddress().host();
  }

  private static MusterRun done(Object... args) {
    MusterRun run = muster.run(args);
    assertThat(run.code()).as(List.of(args) + ": " + run.out() + run.err()).isZero();
    return run;
  }

  private static MusterRun refused(int code, Object... args) {
    MusterRun run = muster.run(args);
    assertThat(run.code()).as(List.of(args) + ": " + run.out() + run.err()).isEqualTo(code);
    return run;
  }

  private static List<String> javas(TestHost host) {
    return host.processes().stream()
        .map(process -> process.command())
        .filter(command -> command.contains("org.apache.spark"))
        .toList();
  }

  @Test
  @Order(1)
  void aHostThatIsAddedGetsTheServices() {
    List<String> before = javas(hosts.host(2));
    long head = masterPid();
    done("cluster", "add", "lab", address(3));
    assertThat(javas(hosts.host(3))).singleElement().asString().contains("deploy.worker.Worker");
    assertThat(
            hosts.host(3).run("cat", "/root/.muster/clusters/lab/services/spark/logs/worker.log"))
        .contains("Successfully registered with master");
    assertThat(javas(hosts.host(2))).isEqualTo(before);
    assertThat(masterPid()).as("the master has not been started again").isEqualTo(head);
    assertThat(refused(75, "cluster", "add", "lab", address(3)).err()).contains("already");
  }

  private static long masterPid() {
    return Long.parseLong(
        hosts
            .host(1)
            .run("cat", "/root/.muster/clusters/lab/services/spark/master/child")
            .split(" ", 2)[0]);
  }

  @Test
  @Order(2)
  void printsWhatServicesLogged() throws Exception {
    MusterRun logs = done("cluster", "logs", "lab", "-n", "200");
    assertThat(logs.out().lines())
        .anyMatch(line -> line.startsWith(address(1) + ":") && line.contains(" master: "))
        .anyMatch(line -> line.startsWith(address(3) + ":") && line.contains(" worker: "));
    assertThat(
            done("cluster", "logs", "lab", "spark", "--host", address(2), "-n", "1").out().lines())
        .as("a worker's last line")
        .hasSize(1);
    assertThat(muster.run("cluster", "logs", "lab", "--json", "-n", "3").json())
        .isNotEmpty()
        .allSatisfy(
            event -> assertThat(event).containsKeys("event", "host", "service", "program", "line"));
    refused(65, "cluster", "logs", "lab", "hive");
    refused(65, "cluster", "logs", "lab", "--host", "nobody");
    refused(64, "cluster", "logs", "lab", "-n", "-1");

    RunControl control = new RunControl();
    CompletableFuture<MusterRun> following =
        CompletableFuture.supplyAsync(
            () -> muster.run(control, "cluster", "logs", "lab", "-f", "-n", "0"));
    MusterProcess.await("it follows", () -> tails(hosts.host(2)) > 0);
    hosts
        .host(2)
        .run(
            "sh",
            "-c",
            "for time in 1 2 3 4 5 6; do echo added; sleep 0.5; done"
                + " >>/root/.muster/clusters/lab/services/spark/logs/worker.log");
    control.requestStop();
    assertThat(following.get(120, TimeUnit.SECONDS).out()).contains("worker: added");
    MusterProcess.await("nothing of it is left", () -> tails() == 0);
  }

  private static long tails() {
    return hosts.all().stream().mapToLong(ClusterServicesIT::tails).sum();
  }

  private static long tails(TestHost host) {
    return host.processes().stream()
        .filter(process -> process.command().startsWith("tail "))
        .count();
  }

  @Test
  @Order(3)
  void thisMachineWorksInItForAWhile() {
    done("cluster", "add", "lab", "--provider", "local");
    assertThat(done("cluster", "logs", "lab", "--host", "localhost").out())
        .contains("worker: ", "Successfully registered with master spark://" + address(1));
    assertThat(done("cluster", "exec", "lab", "--on", "localhost", "--", "pwd").out())
        .isEqualToIgnoringNewLines(folder.resolve("user").toString());
    done("cluster", "remove", "lab", "localhost", "--drain", "0");
    assertThat(folder.resolve("user/.muster")).doesNotExist();
    assertThat(MusterProcess.processesWith("HOME=" + folder.resolve("user"))).isEmpty();
  }

  @Test
  @Order(4)
  void stopsAndStarts() {
    done("job", "submit", "--cluster", "lab", "--", "sh", "-c", "echo begun; sleep 600");
    MusterRun busy = refused(75, "cluster", "stop", "lab");
    assertThat(busy.err()).contains("is at work: job").contains("--force");
    assertThat(javas(hosts.host(2))).hasSize(1);

    hosts.host(3).cut();
    try {
      MusterRun cut = refused(1, "cluster", "stop", "lab", "--force", "--connect-timeout", "2s");
      assertThat(cut.out()).contains(address(3)).contains("not stopped on all hosts");
    } finally {
      hosts.host(3).restore();
    }
    assertThat(done("job", "logs", "latest").out()).contains("begun");
    MusterRun goesOn = done("cluster", "stop", "lab");
    assertThat(goesOn.err()).contains("stop workers: 3 hosts, 2 done before");
    hosts.all().forEach(host -> assertThat(javas(host)).as(host.name()).isEmpty());
    done("cluster", "stop", "lab");
    assertThat(done("cluster", "list").out()).contains("stopped");

    assertThat(done("cluster", "exec", "lab", "--", "echo", "yes").out()).contains("yes");
    String start = "muster cluster start lab";
    assertThat(refused(75, "job", "submit", "--cluster", "lab", "--", "true").err())
        .contains(start);
    Path demo = Projects.example("demo");
    assertThat(refused(75, "map", demo, "--cluster", "lab").err()).contains(start);
    assertThat(refused(75, "cluster", "deploy", "lab", "spark").err()).contains(start);
    assertThat(refused(75, "cluster", "add", "lab", "10.0.0.1").err()).contains(start);

    done("cluster", "start", "lab");
    assertThat(javas(hosts.host(1))).hasSize(1);
    for (int i = 2; i <= 3; i++) {
      assertThat(
              hosts.host(i).run("cat", "/root/.muster/clusters/lab/services/spark/logs/worker.log"))
          .contains("Successfully registered with master");
    }
    done("cluster", "start", "lab");
    assertThat(done("cluster", "list").out()).contains("ready");
  }

  @Test
  @Order(5)
  void aHostThatLeavesEndsItsTasksFirst() throws Exception {
    Path project = slow(24);
    CompletableFuture<MusterRun> run =
        CompletableFuture.supplyAsync(() -> muster.run("map", project, "--cluster", "lab"));
    MusterProcess.await("both hosts work", () -> run.isDone() || (calls(2) >= 2 && calls(3) >= 2));
    assertThat(run).isNotDone();
    MusterRun removed = done("cluster", "remove", "lab", address(3), "--drain", "60s");
    assertThat(removed.err()).contains("drain: 1 host").doesNotContain("run again elsewhere");
    assertThat(hosts.host(3).path("/root/.muster")).doesNotExist();
    MusterRun ended = run.get(400, TimeUnit.SECONDS);
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    List<String> rows = Files.readAllLines(project.resolve("results/latest/results.jsonl"));
    assertThat(rows).hasSize(24);
    assertThat(calls(2) + calls(3)).as("no task was cut off and ran again").isEqualTo(24);
    hosts.all().forEach(host -> host.run("rm", "-rf", "/srv/calls"));
    assertThat(refused(65, "cluster", "remove", "lab", address(3)).err()).contains("has no");
    assertThat(refused(65, "cluster", "remove", "lab", address(1)).err())
        .contains("is the head of cluster lab");
    refused(64, "cluster", "remove", "lab", address(2), "--drain", "soon");
  }

  /** Tasks that take a while and note on their host that they were called. */
  private static Path slow(int tasks) {
    String numbers = Stream.iterate(0, i -> i + 1).limit(tasks).toList().toString();
    return Projects.write(
        folder.resolve("p"),
        "muster.yaml",
        "name: p\ninputs: in.txt\nentrypoint: {python: task:main}\nparams: {i: {matrix: "
            + numbers
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
  }

  private static long calls(int number) {
    try (Stream<Path> files = Files.list(hosts.host(number).path("/srv/calls"))) {
      return files
          .mapToLong(
              file -> {
                try {
                  return Files.size(file);
                } catch (IOException e) {
                  return 0;
                }
              })
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
