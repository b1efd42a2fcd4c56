package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs on the head of a cluster of real hosts, whatever happens to Muster, the network, the host.
 */
class JobIT {

  @TempDir Path folder;
  private TestHosts hosts;
  private TestHost head;
  private InProcess muster;

  @BeforeEach
  void makeCluster() {
    TestHosts.assumePossible();
    hosts = TestHosts.start(1);
    head = hosts.host(1);
    muster = new InProcess(folder.resolve("home"), folder);
    MusterRun created = create();
    assertThat(created.code()).as(created.out() + created.err()).isZero();
  }

  @AfterEach
  void leaveHostsClean() {
    if (hosts == null) {
      return;
    }
    try {
      MusterRun killed = muster.run("cluster", "kill", "lab", "--yes");
      assertThat(killed.code()).as(killed.out() + killed.err()).isZero();
      assertThat(head.files())
          .as("nothing of ours; a boot writes the keys of the host anew")
          .filteredOn(file -> !file.startsWith("/etc/ssh/"))
          .isEmpty();
      assertThat(head.processes()).isEmpty();
    } finally {
      hosts.close();
    }
  }

  private MusterRun create() {
    return muster.run(
        "cluster",
        "create",
        "lab",
        "--user",
        "root",
        "-i",
        hosts.key(),
        "--known-hosts",
        hosts.knownHosts(),
        head.hostAddress().host());
  }

  private MusterRun submit(Object... more) {
    List<Object> args = new ArrayList<>(List.of("job", "submit", "--cluster", "lab"));
    args.addAll(List.of(more));
    return muster.run(args.toArray());
  }

  private Map<String, Object> shown() {
    return muster.run("job", "show", "latest", "--json").json().get(0);
  }

  private void await(String state) {
    MusterProcess.await("job is " + state, () -> shown().get("state").equals(state));
  }

  @Test
  void runsACommandWithItsFilesAndVariables() throws Exception {
    Path file = Files.writeString(folder.resolve("in put.txt"), "from the laptop\n");
    MusterRun run =
        submit(
            "--wait",
            "--files",
            file,
            "--env",
            "GREETING=it's \"so\" $HOME",
            "--",
            "sh",
            "-c",
            "cat 'in put.txt'; echo \"$GREETING\"; echo beside >&2; exit 3");
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(1);
    assertThat(run.out())
        .contains("from the laptop\nit's \"so\" $HOME\nbeside\n")
        .contains("failed, exit code 3");
    assertThat(shown()).containsEntry("state", "FAILED").containsEntry("exit_code", 3L);
    assertThat(
            head.run(
                "sh",
                "-c",
                "cat /root/.muster/clusters/lab/jobs/*/environment 2>/dev/null || true"))
        .as("variables do not stay")
        .isEmpty();
    MusterRun again = submit("--files", file, "--", "true");
    assertThat(again.code()).isZero();
    assertThat(muster.run("job", "wait", "latest").code()).isZero();
    assertThat(muster.run("job", "list").out()).contains("completed").contains("failed");
  }

  @Test
  void bringsHomeWhatAJobWrote() throws Exception {
    submit("--wait", "--", "sh", "-c", "mkdir -p out; echo 1 >'out/a b'; echo 2 >out/c");

    MusterRun got = muster.run("job", "get", "latest", "out", "home/");

    assertThat(got.code()).as(got.out() + got.err()).isZero();
    assertThat(got.out()).contains("2 files");
    assertThat(folder.resolve("home/out/a b")).hasContent("1");
    assertThat(muster.run("job", "get", "latest", "out/none", "x").code()).isEqualTo(65);
    for (String outside : List.of("../command", "/etc/passwd", "out/../../log", "")) {
      MusterRun refused = muster.run("job", "get", "latest", outside, "x");
      assertThat(refused.code()).as(outside).isEqualTo(64);
      assertThat(refused.err()).contains("not below the working folder");
    }
  }

  @Test
  void goesOnWithoutMusterAndKeepsItsLog() {
    assertThat(submit("--", "sh", "-c", "seq 1 50000; sleep 1; echo done").code()).isZero();
    MusterRun log = muster.run("job", "logs", "-f", "latest");
    assertThat(log.out().lines()).hasSize(50_001).endsWith("50000", "done");
    await("COMPLETED");
    head.cut();
    try {
      assertThat(muster.run("job", "logs", "latest").out()).isEqualTo(log.out());
    } finally {
      head.restore();
    }
  }

  @Test
  void cancelsADriverWithAllItStarted() {
    submit("--", "sh", "-c", "sleep 1000 & sleep 1000 & wait");
    await("RUNNING");
    MusterRun cancelled = muster.run("job", "cancel", "latest");
    assertThat(cancelled.code()).as(cancelled.out() + cancelled.err()).isZero();
    assertThat(cancelled.out()).contains("cancelled");
    assertThat(head.processes()).isEmpty();
    assertThat(muster.run("job", "wait", "latest").code()).isEqualTo(1);
  }

  @Test
  void endsADriverThatDoesNotHear() {
    submit("--", "sh", "-c", "trap '' TERM; while :; do sleep 1; done");
    await("RUNNING");
    assertThat(muster.run("job", "cancel", "latest").out()).contains("cancelled");
    assertThat(head.processes()).isEmpty();
  }

  @Test
  void endsWhatTakesTooLong() {
    submit("--timeout", "1s", "--", "sleep", "1000");
    assertThat(muster.run("job", "wait", "latest", "--timeout", "30s").out())
        .contains("longer than its time limit");
    assertThat(head.processes()).isEmpty();
  }

  @Test
  void saysUnknownAndNeverFailedOfAHostThatIsNotReached() {
    submit("--", "sleep", "3");
    await("RUNNING");
    head.cut();
    try {
      MusterRun shown = muster.run("job", "show", "latest");
      assertThat(shown.code()).isEqualTo(69);
      assertThat(shown.out()).contains("unknown (last seen running)");
      assertThat(shown()).containsEntry("state", "UNKNOWN").containsEntry("last_state", "RUNNING");
    } finally {
      head.restore();
    }
    await("COMPLETED");
  }

  @Test
  void tellsThatAHostLostIt() {
    submit("--", "sleep", "1000");
    await("RUNNING");
    head.reboot();
    MusterRun wait = muster.run("job", "wait", "latest");
    assertThat(wait.code()).isEqualTo(1);
    assertThat(wait.out()).contains("its host lost it");
  }

  /** Ends what the driver's process group is, as a kernel that lacks memory would. */
  private void killDriver() {
    MusterProcess.await("a driver is known", () -> shown().get("handle") != null);
    String pid = String.valueOf(shown().get("handle")).replaceFirst(":.*", "");
    head.run("sh", "-c", "kill -KILL -" + pid);
  }

  @Test
  void beginsAgainWhatASignalEndedWhenAsked() {
    String once =
        "echo $SECRET $(date +%s%N) >> ../seen; [ $(wc -l < ../seen) -lt 2 ] || exit 0; sleep 1000";
    submit("--retries", "2", "--env", "SECRET=word", "--", "sh", "-c", once);
    await("RUNNING");
    killDriver();
    MusterRun wait = muster.run("job", "wait", "latest", "--timeout", "60s");
    assertThat(wait.code()).as(wait.out() + wait.err()).isZero();
    assertThat(wait.out()).contains("completed, exit code 0, attempt 2 of 3");
    assertThat(shown()).containsEntry("attempt", 2L).containsEntry("retries", 2L);
    assertThat(muster.run("job", "logs", "latest").out())
        .contains("attempt 2 of 3 begins in 1 s: the one before was ended by signal 9");
    assertThat(head.run("sh", "-c", "cat /root/.muster/clusters/lab/jobs/*/seen").lines())
        .as("each attempt has the variables")
        .hasSize(2)
        .allMatch(line -> line.startsWith("word "));
    assertThat(head.run("find", "/root/.muster", "-name", "environment")).isEmpty();
  }

  @Test
  void doesNotBeginAgainUnasked() {
    submit("--", "sleep", "1000");
    await("RUNNING");
    killDriver();
    MusterRun wait = muster.run("job", "wait", "latest", "--timeout", "30s");
    assertThat(wait.code()).isEqualTo(1);
    assertThat(wait.out()).contains("failed, exit code 137", "ended by signal 9");
    assertThat(shown()).containsEntry("attempt", 1L);
  }

  @Test
  void neverBeginsAgainForAnExitCode() {
    MusterRun run = submit("--wait", "--retries", "3", "--", "sh", "-c", "echo once; exit 3");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("failed, exit code 3, attempt 1 of 4").containsOnlyOnce("once");
  }

  @Test
  void beginsAgainAfterABootAndGoesOnWithItsLog() {
    submit(
        "--retries",
        "1",
        "--",
        "sh",
        "-c",
        "echo x >> ../seen; cat ../seen; [ $(wc -l < ../seen) -gt 1 ] || sleep 1000");
    await("RUNNING");
    head.reboot();
    MusterRun log = muster.run("job", "logs", "-f", "latest");
    assertThat(log.code()).as(log.out() + log.err()).isZero();
    assertThat(log.out())
        .isEqualTo(
            "x\nmuster: attempt 2 of 2 begins in 1 s: the one before was lost with its host\nx\nx\n");
    assertThat(shown()).containsEntry("state", "COMPLETED").containsEntry("attempt", 2L);
  }

  @Test
  void givesUpAfterAsManyAttempts() {
    submit("--retries", "1", "--", "sh", "-c", "kill -KILL $$");
    MusterRun wait = muster.run("job", "wait", "latest", "--timeout", "60s");
    assertThat(wait.out()).contains("failed, exit code 137, attempt 2 of 2");
    assertThat(muster.run("job", "logs", "latest").out()).containsOnlyOnce("begins in");
  }

  @Test
  void cancelsBetweenAttempts() {
    submit("--retries", "20", "--", "sh", "-c", "kill -KILL $$");
    MusterProcess.await("third attempt", () -> shown().get("attempt").equals(3L));
    assertThat(muster.run("job", "cancel", "latest").out()).contains("cancelled");
    assertThat(head.processes()).isEmpty();
    assertThat(muster.run("job", "wait", "latest").out()).contains("cancelled");
  }

  @Test
  void startsNothingTwiceWhenMusterIsKilledWhileItHandsOver() throws Exception {
    int submissions = 6;
    for (int i = 0; i < submissions; i++) {
      try (MusterProcess process =
          MusterProcess.start(
              folder.resolve("home"),
              folder,
              Map.of(),
              List.of(),
              "job",
              "submit",
              "--cluster",
              "lab",
              "--",
              "sh",
              "-c",
              "echo ran >> /root/.muster/clusters/lab/ran-" + i)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(700 + 150L * i));
        process.signal("KILL");
      }
    }
    MusterProcess.await(
        "all are known",
        () ->
            muster.run("job", "list", "--json").json().stream()
                .allMatch(
                    job ->
                        List.of("COMPLETED", "FAILED").contains(String.valueOf(job.get("state")))));
    for (Map<String, Object> job : muster.run("job", "list", "--json").json()) {
      String file = String.valueOf(job.get("argv")).replaceAll(".*(ran-[0-9]).*", "$1");
      String ran =
          head.run("sh", "-c", "cat /root/.muster/clusters/lab/" + file + " 2>/dev/null || true");
      assertThat(ran)
          .as(file + " " + job)
          .isEqualTo(job.get("state").equals("COMPLETED") ? "ran\n" : "");
    }
  }

  @Test
  void endsJobsWithTheirCluster() {
    submit("--", "sh", "-c", "echo begun; sleep 1000 & sleep 1000");
    await("RUNNING");
    MusterRun killed = muster.run("cluster", "kill", "lab", "--yes");
    assertThat(killed.code()).as(killed.out() + killed.err()).isZero();
    MusterProcess.await("nothing of it runs", () -> head.processes().isEmpty());
    assertThat(shown()).containsEntry("state", "CANCELLED");
    assertThat(muster.run("job", "logs", "latest").out()).isEqualTo("begun\n");
    assertThat(create().code()).isZero();
  }

  @Test
  void hasNoEventLogsOfCommands() {
    submit("--", "sleep", "2");
    assertThat(muster.run("job", "logs", "latest", "--events").code()).isEqualTo(75);
    await("COMPLETED");
    MusterRun none = muster.run("job", "logs", "latest", "--events");
    assertThat(none.code()).isEqualTo(65);
    assertThat(none.err()).contains("no event logs of job");
    assertThat(muster.run("job", "logs", "latest", "--events", "-f").code()).isEqualTo(64);
  }

  @Test
  void keepsEventLogsOfAJobWhole() throws Exception {
    // As submit.sh has Spark write them; the real thing is in SparkDeployIT.
    String write =
        "mkdir -p ../events/eventlog_v2_app-1; cd ../events/eventlog_v2_app-1;"
            + " seq 1 200000 > events_1_app-1; echo end > appstatus_app-1";
    for (int i = 0; i < 2; i++) {
      assertThat(submit("--wait", "--", "sh", "-c", write).code()).isZero();
    }
    MusterRun events = muster.run("job", "logs", "latest", "--events");
    assertThat(events.code()).as(events.err()).isZero();
    Path here = Path.of(events.out().strip().replaceFirst(": 2 files$", ""));
    assertThat(here.resolve("eventlog_v2_app-1/events_1_app-1")).hasSize(1_288_895);
    head.cut();
    try {
      assertThat(muster.run("job", "logs", "latest", "--events", "--json").json().get(0))
          .containsEntry("events", here.toString());
    } finally {
      head.restore();
    }
    assertThat(muster.run("cluster", "kill", "lab", "--yes").code()).isZero();
    for (Map<String, Object> job : muster.run("job", "list", "--json").json()) {
      MusterRun kept = muster.run("job", "logs", job.get("job"), "--events", "--json");
      assertThat(kept.code()).as(kept.err()).isZero();
      assertThat(
              Path.of(
                  String.valueOf(kept.json().get(0).get("events")),
                  "eventlog_v2_app-1",
                  "events_1_app-1"))
          .hasSameBinaryContentAs(here.resolve("eventlog_v2_app-1/events_1_app-1"));
    }
    assertThat(create().code()).isZero();
  }

  @Test
  void refusesWhatIsWrongBeforeAnythingStarts() {
    assertThat(submit().code()).isEqualTo(64);
    assertThat(muster.run("job", "submit", "--cluster", "nowhere", "true").code()).isEqualTo(65);
    MusterRun missing = submit("--files", "a.txt,b.txt", "--", "true");
    assertThat(missing.code()).isEqualTo(65);
    assertThat(missing.err()).contains("a.txt").contains("b.txt").contains("2 problems");
    assertThat(submit("--env", "1=2", "--", "true").code()).isEqualTo(64);
    assertThat(submit("--retries", "21", "--", "true").code()).isEqualTo(64);
    assertThat(submit("--retries", "-1", "--", "true").code()).isEqualTo(64);
    assertThat(submit("--timeout", "soon", "--", "true").code()).isEqualTo(64);
    assertThat(muster.run("job", "show", "nothing").code()).isEqualTo(65);
    assertThat(muster.run("job", "list").err()).contains("no jobs");
  }
}
