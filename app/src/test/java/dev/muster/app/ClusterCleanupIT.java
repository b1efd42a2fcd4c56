package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left on hosts is found by its tags, by a Muster that knows nothing of it. */
@Timeout(300)
class ClusterCleanupIT {

  private static final String FOLDER = "/root/.muster/clusters/lab";
  private static TestHosts hosts;

  @TempDir Path folder;
  private InProcess muster;
  private InProcess stranger;

  @BeforeAll
  static void start() {
    TestHosts.assumePossible();
    hosts = TestHosts.start(2);
  }

  @AfterAll
  static void stop() {
    if (hosts != null) {
      hosts.close();
    }
  }

  @BeforeEach
  void create() {
    hosts.all().forEach(TestHost::forgetFiles);
    muster = new InProcess(folder.resolve("home"), folder);
    stranger = new InProcess(folder.resolve("other-home"), folder);
    List<Object> words = new ArrayList<>(List.of("cluster", "create", "lab"));
    words.addAll(reach());
    words.addAll(addresses());
    MusterRun made = muster.run(words.toArray());
    assertThat(made.code()).as(made.out() + made.err()).isZero();
  }

  @AfterEach
  void hostsAreClean() {
    for (TestHost host : hosts.all()) {
      assertThat(host.files())
          .as("files on %s; a boot writes the keys of the host anew", host.name())
          .filteredOn(file -> !file.startsWith("/etc/ssh/"))
          .isEmpty();
      assertThat(host.processes()).as(host.name()).isEmpty();
    }
  }

  private static List<Object> reach() {
    return List.of("--user", "root", "-i", hosts.key(), "--known-hosts", hosts.knownHosts());
  }

  private static List<String> addresses() {
    return hosts.addresses().stream().map(host -> host.host()).toList();
  }

  private static MusterRun cleanup(InProcess who, Object... more) {
    List<Object> words = new ArrayList<>(List.of("cleanup"));
    words.addAll(reach());
    words.addAll(Arrays.asList(more));
    return who.run(words.toArray());
  }

  private static Object[] everywhere(Object... more) {
    List<Object> words = new ArrayList<>(addresses());
    words.addAll(Arrays.asList(more));
    return words.toArray();
  }

  @Test
  void ofALostLedgerAllIsFoundAndTakenAway() {
    TestHost second = hosts.host(2);
    String id = second.run("cat", FOLDER + "/id").strip();
    second.run(
        "sh",
        "-c",
        "MUSTER_SERVICE=" + id + "-2-spark-worker setsid sleep 1000 >/dev/null 2>&1 </dev/null &");
    MusterRun dry = cleanup(stranger, everywhere("--dry-run"));
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.out()).contains("3 to be taken away", "~/.muster/clusters/lab", "process");
    assertThat(second.path(FOLDER)).exists();
    assertThat(cleanup(stranger, everywhere()).code()).as("without --yes").isEqualTo(64);
    assertThat(second.path(FOLDER)).exists();
    MusterRun run = cleanup(stranger, everywhere("--yes"));
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("3 TERMINATED, 0 left");
    assertThat(cleanup(stranger, everywhere("--yes")).out()).contains("0 TERMINATED, 0 left");
  }

  @Test
  void whatLivesOrIsAnothersStays() {
    MusterRun living = cleanup(muster, "--yes");
    assertThat(living.out()).as(living.err()).contains("lives", "0 TERMINATED");
    for (TestHost host : hosts.all()) {
      host.run(
          "sed",
          "-i",
          "s/muster-owner\":\"[^\"]*/muster-owner\":\"bob@his/",
          FOLDER + "/cluster.json");
    }
    MusterRun foreign = cleanup(stranger, everywhere("--yes"));
    assertThat(foreign.code()).as(foreign.err()).isZero();
    assertThat(foreign.out()).contains("bob@his", "0 TERMINATED", "2 of another owner");
    assertThat(hosts.host(1).path(FOLDER)).exists();
    assertThat(cleanup(stranger, everywhere("--yes", "--cluster", "other", "--any-owner")).out())
        .contains("0 TERMINATED");
    MusterRun his = cleanup(stranger, everywhere("--yes", "--owner", "bob@his", "--json"));
    assertThat(his.code()).as(his.err()).isZero();
    assertThat(his.out().lines().filter(line -> line.contains("\"end\":\"terminated\"")))
        .hasSize(2);
  }

  @Test
  void hostsThatWereForgottenAreFoundByTheJournal() {
    hosts.host(2).kill();
    MusterRun killed = muster.run("cluster", "kill", "lab", "--yes", "--forget");
    assertThat(killed.out()).as(killed.err()).contains("cluster lab is gone");
    MusterRun away = cleanup(muster, "--yes", "--connect-timeout", "2s");
    assertThat(away.code()).as(away.out()).isEqualTo(1);
    assertThat(away.out()).contains(hosts.host(2).address(), "not all hosts could be cleaned");
    hosts.host(2).boot();
    assertThat(hosts.host(2).path(FOLDER)).exists();
    MusterRun back = cleanup(muster, "--yes");
    assertThat(back.code()).as(back.out() + back.err()).isZero();
    assertThat(back.out()).contains("1 TERMINATED, 0 left");
    hosts.host(2).kill();
    try {
      MusterRun again = cleanup(muster, "--yes", "--connect-timeout", "2s");
      assertThat(again.code()).as("the journal knows of no host: " + again.out()).isZero();
    } finally {
      hosts.host(2).boot();
    }
  }

  @Test
  void badInputIsRefused() {
    assertThat(cleanup(stranger, "--yes", "--cluster", "A B").code()).isEqualTo(65);
    assertThat(cleanup(stranger, "--yes", "--owner", "x", "--any-owner").code()).isEqualTo(64);
    assertThat(cleanup(stranger, "h[1-", "--yes").code()).isEqualTo(65);
    assertThat(muster.run("cluster", "kill", "lab", "--yes").code()).isZero();
  }
}
