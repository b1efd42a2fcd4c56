package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters of real hosts, from their creation to clean hosts. */
class ClusterIT {

  private static TestHosts hosts;

  @TempDir Path folder;
  private InProcess muster;

  @BeforeAll
  static void start() {
    TestHosts.assumePossible();
    hosts = TestHosts.start(3);
  }

  @AfterAll
  static void stop() {
    if (hosts != null) {
      hosts.close();
    }
  }

  @BeforeEach
  void home() {
    muster = new InProcess(folder.resolve("home"), folder);
    hosts.all().forEach(TestHost::forgetFiles);
  }

  @AfterEach
  void leavesHostsClean() {
    try {
      for (TestHost host : hosts.all()) {
        assertThat(host.files()).as("files on %s", host.name()).isEmpty();
      }
    } finally {
      hosts.all().forEach(host -> host.run("rm", "-rf", "/root/.muster", "/root/mounted data"));
    }
  }

  private MusterRun create(String name, Object... more) {
    List<Object> args =
        new ArrayList<>(List.of("cluster", "create", name, "--user", "root", "-i", hosts.key()));
    args.addAll(List.of("--known-hosts", hosts.knownHosts()));
    args.addAll(Arrays.asList(more));
    if (Arrays.stream(more)
        .noneMatch(each -> String.valueOf(each).matches("[0-9]+(\\.[0-9]+){3}"))) {
      hosts.addresses().forEach(host -> args.add(host.host()));
    }
    return muster.run(args.toArray());
  }

  private String address(int number) {
    return hosts.host(number).hostAddress().host();
  }

  private void kill(String name) {
    MusterRun killed = muster.run("cluster", "kill", name, "--yes");
    assertThat(killed.code()).as(killed.out() + killed.err()).isZero();
    assertThat(killed.out()).contains("cluster " + name + " is gone");
  }

  @Test
  void goesFromHostsToAClusterAndBack() {
    MusterRun created = create("lab");
    assertThat(created.code()).as(created.out() + created.err()).isZero();
    assertThat(created.out()).contains("cluster lab is ready: 3 of 3 hosts");
    assertThat(created.err()).contains("reach: 3 hosts").contains("claim: 3 hosts");
    for (TestHost host : hosts.all()) {
      assertThat(host.run("cat", "/root/.muster/clusters/lab/cluster.json"))
          .contains("\"managed-by\":\"muster\"")
          .contains("\"muster-owner\"");
    }

    MusterRun listed = muster.run("cluster", "list", "--json");
    assertThat(listed.json())
        .singleElement()
        .satisfies(
            facts ->
                assertThat(facts)
                    .containsEntry("cluster", "lab")
                    .containsEntry("state", "READY")
                    .containsEntry("hosts", 3L));

    MusterRun exec =
        muster.run("cluster", "exec", "lab", "--", "sh", "-c", "echo \"it's $1\"", "x", "a b");
    assertThat(exec.code()).isZero();
    assertThat(exec.out().lines()).hasSize(3).allMatch(line -> line.endsWith("it's a b"));
    assertThat(exec.out()).contains(address(1) + ":").contains(address(3) + ":");

    kill("lab");
    assertThat(muster.run("cluster", "list").err()).contains("no clusters");
    assertThat(muster.run("cluster", "list", "--all").out()).contains("deleted");
  }

  @Test
  void asksTheHostsHowTheyAre() {
    assertThat(create("lab").code()).isZero();
    MusterRun status = muster.run("cluster", "status", "lab");
    assertThat(status.code()).isZero();
    assertThat(status.out()).contains("reached").doesNotContain("unknown");
    hosts.host(3).cut();
    try {
      MusterRun cut =
          muster.run("cluster", "status", "lab", "--connect-timeout", "2s", "--timeout", "5s");
      assertThat(cut.code()).isEqualTo(69);
      assertThat(cut.out()).contains("unknown").contains(address(3));
      assertThat(muster.run("cluster", "info", "lab").code()).as("asks nobody").isZero();
    } finally {
      hosts.host(3).restore();
    }
    MusterRun all = muster.run("cluster", "info", "lab", "-vvv");
    assertThat(all.out()).contains("boot").contains("skew_seconds");
    kill("lab");
  }

  @Test
  void doesWhatAFileSays() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data dir"));
    Files.writeString(data.resolve("a.txt"), "a");
    Files.writeString(data.resolve("b.pyc"), "b");
    Files.writeString(
        folder.resolve("cluster.yaml"),
        """
        name: lab
        provider: ssh
        hosts: [%s]
        auth: {user: root, key: %s, known_hosts: %s}
        setup_commands:
          all: ['echo "$GREETING $(hostname)" > ~/.muster/clusters/lab/said']
          worker: ['touch ~/.muster/clusters/lab/is-worker']
        file_mounts:
          "~/mounted data":
            source: data dir
            exclude: ["*.pyc"]
          /srv/one/two/cluster.yaml: cluster.yaml
        environment: {GREETING: "it's a \\"test\\""}
        """
            .formatted(
                String.join(", ", hosts.addresses().stream().map(a -> a.host()).toList()),
                hosts.key(),
                hosts.knownHosts()));
    MusterRun created = muster.run("cluster", "create", "-f", "cluster.yaml");
    assertThat(created.code()).as(created.out() + created.err()).isZero();
    for (TestHost host : hosts.all()) {
      assertThat(host.run("cat", "/root/.muster/clusters/lab/said"))
          .isEqualToIgnoringNewLines("it's a \"test\" " + host.name());
      assertThat(host.run("ls", "/root/mounted data").strip()).isEqualTo("a.txt");
      assertThat(host.run("ls", "/srv/one/two").strip()).isEqualTo("cluster.yaml");
    }
    assertThat(hosts.host(1).path("/root/.muster/clusters/lab/is-worker")).doesNotExist();
    assertThat(hosts.host(2).path("/root/.muster/clusters/lab/is-worker")).exists();
    kill("lab");
  }

  @Test
  void tellsWhichHostIsBadAndGoesOnWhenItIsMended() {
    hosts.host(2).cut();
    MusterRun bad = create("lab", "--connect-timeout", "2s");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out()).contains(address(2)).contains("reach").contains("not ready");
    assertThat(hosts.host(1).files()).as("nothing is made before all are reached").isEmpty();

    hosts.host(2).restore();
    MusterRun again = create("lab", "--connect-timeout", "2s");
    assertThat(again.code()).as(again.out() + again.err()).isZero();
    assertThat(again.err()).contains("reach: 3 hosts, 2 done before");
    kill("lab");
  }

  @Test
  void letsTheOthersGoOnWhenAsked() {
    hosts.host(3).cut();
    try {
      MusterRun partial = create("lab", "--connect-timeout", "2s", "--allow-partial");
      assertThat(partial.code()).isEqualTo(1);
      assertThat(partial.out()).contains("cluster lab is ready: 2 of 3 hosts");
    } finally {
      hosts.host(3).restore();
    }
    kill("lab");
  }

  @Test
  void makesNoSecondClusterOfAName() {
    assertThat(create("lab").code()).isZero();
    MusterRun second = create("lab");
    assertThat(second.code()).isEqualTo(75);
    assertThat(second.err()).contains("there is a cluster lab already");
    kill("lab");
    assertThat(create("lab").code()).as("the name is free again").isZero();
    kill("lab");
  }

  @Test
  void keepsTwoClustersOnOneHostApart() {
    assertThat(create("one").code()).isZero();
    assertThat(create("two").code()).isZero();
    kill("one");
    assertThat(hosts.host(1).run("ls", "/root/.muster/clusters").strip()).isEqualTo("two");
    kill("two");
  }

  @Test
  void takesHostsInAndOut() {
    assertThat(create("lab", address(1)).code()).isZero();
    MusterRun added = muster.run("cluster", "add", "lab", address(2), address(3));
    assertThat(added.code()).as(added.out() + added.err()).isZero();
    assertThat(added.out()).contains("cluster lab has 3 hosts");
    assertThat(muster.run("cluster", "add", "lab", address(2)).code()).isEqualTo(75);
    MusterRun removed = muster.run("cluster", "remove", "lab", address(2));
    assertThat(removed.code()).as(removed.out() + removed.err()).isZero();
    assertThat(hosts.host(2).files()).isEmpty();
    assertThat(muster.run("cluster", "remove", "lab", address(2)).code()).isEqualTo(65);
    assertThat(muster.run("cluster", "remove", "lab", address(1)).code()).isEqualTo(65);
    kill("lab");
  }

  @Test
  void adoptsAClusterWhoseLedgerIsLost() {
    assertThat(create("lab").code()).isZero();
    InProcess lost = muster;
    muster = new InProcess(folder.resolve("other"), folder);
    MusterRun other = create("lab");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.out()).contains("belongs to another cluster of that name");
    assertThat(muster.run("cluster", "kill", "lab", "--yes").code()).isZero();
    assertThat(hosts.host(1).path("/root/.muster/clusters/lab/id"))
        .as("a stranger's cluster is left alone")
        .exists();

    MusterRun adopted = adopt();
    assertThat(adopted.code()).as(adopted.out() + adopted.err()).isZero();
    assertThat(idOf(muster)).isEqualTo(idOf(lost));
    kill("lab");
  }

  private MusterRun adopt() {
    List<Object> words =
        new ArrayList<>(List.of("cluster", "adopt", "lab", "--user", "root", "-i", hosts.key()));
    words.addAll(List.of("--known-hosts", hosts.knownHosts()));
    hosts.addresses().forEach(host -> words.add(host.host()));
    return muster.run(words.toArray());
  }

  private static String idOf(InProcess muster) {
    Map<String, Object> facts = muster.run("cluster", "info", "lab", "--json").json().get(0);
    return String.valueOf(facts.get("id"));
  }

  @Test
  void forgetsHostsThatAreGoneOnlyWhenAsked() {
    assertThat(create("lab").code()).isZero();
    hosts.host(3).cut();
    try {
      MusterRun killed = muster.run("cluster", "kill", "lab", "--yes", "--connect-timeout", "2s");
      assertThat(killed.code()).isEqualTo(1);
      assertThat(killed.out()).contains(address(3)).contains("not gone yet");
      assertThat(muster.run("cluster", "list").out()).contains("deleting");
    } finally {
      hosts.host(3).restore();
    }
    kill("lab");
  }

  @Test
  void aClusterWhoseKeyIsGoneCanBeForgottenAndAdoptedAgain() throws IOException {
    assertThat(create("lab").code()).isZero();
    Path away = folder.resolve("key");
    Files.move(hosts.key(), away);
    try {
      MusterRun killed = muster.run("cluster", "kill", "lab", "--yes");
      assertThat(killed.code()).isEqualTo(65);
      assertThat(killed.err()).contains("there is no key " + hosts.key());
      MusterRun removed = muster.run("cluster", "remove", "lab", address(2), "--forget");
      assertThat(removed.out()).as(removed.toString()).contains("cluster lab has 2 hosts");
      MusterRun forgotten = muster.run("cluster", "kill", "lab", "--yes", "--forget");
      assertThat(forgotten.out()).contains("cluster lab is gone").contains(address(3));
      assertThat(muster.run("cluster", "list").out()).doesNotContain("lab");
    } finally {
      Files.move(away, hosts.key());
    }
    MusterRun adopted = adopt();
    assertThat(adopted.code()).as(adopted.toString()).isZero();
    kill("lab");
  }

  @Test
  void copiesToAndFromHosts() throws Exception {
    assertThat(create("lab").code()).isZero();
    Path source = folder.resolve("some file");
    Files.writeString(source, "content\n");
    MusterRun put = muster.run("cluster", "put", "lab", source, "/tmp/there");
    assertThat(put.code()).as(put.out() + put.err()).isZero();
    assertThat(hosts.host(3).run("cat", "/tmp/there")).isEqualTo("content\n");
    MusterRun get = muster.run("cluster", "get", "lab", "/tmp/there", "back/{host}.txt");
    assertThat(get.code()).as(get.out() + get.err()).isZero();
    assertThat(folder.resolve("back/" + address(2) + ".txt")).hasContent("content");
    muster.run("cluster", "exec", "lab", "rm", "/tmp/there");
    kill("lab");
  }

  @Test
  void givesTheWorstExitCode() {
    assertThat(create("lab").code()).isZero();
    String[] byHost = {
      "cluster", "exec", "lab", "--", "sh", "-c", "[ $(hostname) = %s ] && exit 7; exit 3"
    };
    byHost[6] = byHost[6].formatted(hosts.host(2).name());
    MusterRun exec = muster.run((Object[]) byHost);
    assertThat(exec.code()).isEqualTo(7);
    assertThat(exec.err()).contains("exit status 7").contains("exit status 3");
    assertThat(muster.run("cluster", "exec", "lab", "--head", "no-such-program").code())
        .isEqualTo(127);
    kill("lab");
  }

  @Test
  void showsThePlanAndChangesNothing() {
    MusterRun plan = create("lab", "--dry-run");
    assertThat(plan.code()).isZero();
    assertThat(plan.out()).contains("head").contains("reach, claim");
    assertThat(muster.run("cluster", "list").err()).contains("no clusters");
  }

  @Test
  void doesNotKillWithoutBeingSure() {
    assertThat(create("lab").code()).isZero();
    assertThat(muster.run("cluster", "kill", "lab").code()).isEqualTo(64);
    assertThat(muster.run("cluster", "kill", "lab", "--dry-run").out()).contains("would remove");
    kill("lab");
  }
}
