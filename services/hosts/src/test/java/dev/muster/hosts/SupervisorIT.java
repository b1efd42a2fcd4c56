package dev.muster.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor as it runs on hosts: a shell, real processes, real signals. */
class SupervisorIT {

  /** Notes itself, has a child of its own, and waits. */
  private static final String SERVER =
      "echo $$ >>\"$1/pids\"; printf '%s\\n' \"$ODD\" >\"$1/odd\"; sleep 987654 & sleep 987654; wait";

  @TempDir Path folder;

  @BeforeAll
  static void assumePossible() {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/environ")) && Files.exists(Path.of("/usr/bin/setsid")),
        "needs Linux and setsid: apt-get install util-linux");
  }

  private Supervised server() throws Exception {
    Path own = folder.resolve("it's a \"$folder\"");
    return new Supervised(own, Map.of(), "sh", "-c", SERVER, "sh", own.toString());
  }

  @Test
  void startsDetachedAndStopsWithAllThatWasStarted() throws Exception {
    try (Supervised server = server()) {
      server.call("start");
      Supervised.until("pids", () -> Files.exists(server.folder.resolve("odd")));
      Supervised.until("two", () -> size(server) >= 3);
      assertThat(server.status()).containsEntry("state", "running").containsKey("supervisor");
      assertThat(server.lines("odd"))
          .as("values are no shell")
          .containsExactly("a 'b' \"c\" $(d) `e` ;f");
      long child = server.number("child");
      assertThat(ProcessHandle.of(child).orElseThrow().parent().map(ProcessHandle::pid))
          .as("its parent is the supervisor, whose parent is not us")
          .contains(server.number("supervisor"));
      assertThat(
              ProcessHandle.of(server.number("supervisor"))
                  .flatMap(ProcessHandle::parent)
                  .map(ProcessHandle::pid))
          .isNotEqualTo(java.util.Optional.of(ProcessHandle.current().pid()));
      server.call("start");
      assertThat(server.number("child")).as("a second start changes nothing").isEqualTo(child);
      server.call("stop");
      assertThat(server.members()).isEmpty();
      assertThat(server.status())
          .containsEntry("state", "stopped")
          .containsEntry("members", "0")
          .doesNotContainKeys("child", "supervisor");
      server.call("stop");
      server.call("start");
      assertThat(server.number("child")).isNotEqualTo(child);
    }
  }

  private static int size(Supervised server) {
    try {
      return server.members().size();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void startsAgainAfterACrashAndLeavesNothingOfTheCrashedBesideIt() throws Exception {
    try (Supervised server = server()) {
      server.call("start");
      Supervised.until("members", () -> size(server) >= 3);
      List<Long> before = server.members();
      Supervised.kill(server.number("child"));
      Supervised.until("restart", () -> restarted(server, 1));
      Supervised.until("pids", () -> pids(server) == 2);
      assertThat(server.members()).doesNotContainAnyElementsOf(before);
      assertThat(server.status()).containsEntry("exit", "137");
    }
  }

  private static boolean restarted(Supervised server, long times) {
    try {
      return server.number("restarts") == times && server.number("child") > 0;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static int pids(Supervised server) {
    try {
      return server.lines("pids").size();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void givesUpAfterTooManyCrashesAndSaysSo() throws Exception {
    Path own = folder.resolve("own");
    try (Supervised server =
        new Supervised(
            own,
            Map.of("MUSTER_BACKOFF", "0", "MUSTER_RESTARTS", "3"),
            "sh",
            "-c",
            "echo $$ >>\"$1/pids\"; exit 7",
            "sh",
            own.toString())) {
      server.call("start");
      server.await("failed");
      assertThat(pids(server)).isEqualTo(4);
      assertThat(server.status()).containsEntry("exit", "7").doesNotContainKey("supervisor");
      assertThat(server.log()).contains("given up");
      server.call("start");
      Supervised.until("once more", () -> pids(server) > 4);
    }
  }

  @Test
  void waitsLongerAfterEachCrash() throws Exception {
    Path own = folder.resolve("own");
    try (Supervised server =
        new Supervised(
            own, Map.of(), "sh", "-c", "date +%s >>\"$1/times\"", "sh", own.toString())) {
      server.call("start");
      Supervised.until("four starts", () -> times(server).size() >= 4);
      List<Long> times = times(server);
      assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(2);
      assertThat(server.log()).contains("started again in 1 s", "started again in 2 s");
      long begun = System.nanoTime();
      server.call("stop");
      assertThat(System.nanoTime() - begun)
          .as("stopping does not wait for the backoff")
          .isLessThan(TimeUnit.SECONDS.toNanos(8));
    }
  }

  private static List<Long> times(Supervised server) {
    try {
      return server.lines("times").stream().map(Long::parseLong).toList();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aProgramThatDoesNotExistIsACrash() throws Exception {
    try (Supervised server =
        new Supervised(
            folder.resolve("own"),
            Map.of("MUSTER_BACKOFF", "0", "MUSTER_RESTARTS", "1"),
            "/no/such/java")) {
      server.call("start");
      server.await("failed");
      assertThat(server.log()).contains("/no/such/java");
    }
  }

  @Test
  void aSupervisorThatWasKilledIsSeenAndItsProgramAdopted() throws Exception {
    try (Supervised server = server()) {
      server.call("start");
      Supervised.until("pids", () -> pids(server) == 1);
      long child = server.number("child");
      Supervised.kill(server.number("supervisor"));
      assertThat(server.status())
          .containsEntry("state", "unsupervised")
          .containsEntry("child", Long.toString(child));
      server.call("start");
      assertThat(server.status()).containsEntry("state", "running");
      assertThat(server.number("child")).as("it was not started twice").isEqualTo(child);
      Supervised.kill(child);
      Supervised.until("restart", () -> pids(server) == 2);
      Supervised.kill(server.number("supervisor"));
      server.call("stop");
      assertThat(server.members()).isEmpty();
    }
  }

  @Test
  void aNumberThatAnotherProcessGotIsNotTakenForOurs() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "987654").start();
    try (Supervised server = server()) {
      String[] stat = Files.readString(Path.of("/proc/" + stranger.pid() + "/stat")).split(" ", -1);
      // Another start time, then even the right one: it does not carry our id.
      for (String time : List.of("12345", stat[21])) {
        Files.writeString(server.folder.resolve("child"), stranger.pid() + " " + time + "\n");
        Files.writeString(server.folder.resolve("supervisor"), stranger.pid() + " 12345\n");
        Files.writeString(server.folder.resolve("state"), "running\n");
        server.call("start");
        Supervised.until("pids", () -> Files.exists(server.folder.resolve("odd")));
        assertThat(server.number("child")).isNotEqualTo(stranger.pid());
        server.call("stop");
        assertThat(stranger.isAlive()).isTrue();
      }
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aProgramThatWillNotEndIsKilled() throws Exception {
    Path own = folder.resolve("own");
    try (Supervised server =
        new Supervised(
            own,
            Map.of(),
            "sh",
            "-c",
            "trap '' TERM; echo $$ >\"$1/pids\"; while :; do sleep 1; done",
            "sh",
            own.toString())) {
      server.call("start");
      Supervised.until("pids", () -> pids(server) == 1);
      server.call("stop", "1");
      assertThat(server.members()).isEmpty();
    }
  }

  @Test
  void terminatingTheSupervisorStopsItsProgram() throws Exception {
    try (Supervised server = server()) {
      server.call("start");
      Supervised.until("pids", () -> pids(server) == 1);
      ProcessHandle.of(server.number("supervisor")).orElseThrow().destroy();
      server.await("stopped");
      assertThat(server.members()).isEmpty();
    }
  }

  @Test
  void manyWhoStartAtOnceStartOne() throws Exception {
    try (Supervised server = server()) {
      List<Process> starts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        starts.add(server.start(folder.resolve("start" + i), "start"));
      }
      for (int i = 0; i < 8; i++) {
        assertThat(starts.get(i).waitFor())
            .as(Files.readString(folder.resolve("start" + i)))
            .isZero();
      }
      Supervised.until("pids", () -> pids(server) >= 1);
      assertThat(pids(server)).isEqualTo(1);
      assertThat(server.status()).containsEntry("state", "running");
    }
  }
}
