package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.hosts.HostOptions;
import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import dev.muster.testkit.maven.ScriptedMaven;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad hosts, bad names and bad luck: a clear error or recovery, and clean hosts after it. */
@Timeout(900)
class ClusterFaultsIT {

  private static final String CORE = "org.apache.spark:spark-core_2.13:4.1.1";
  private static final int GOOD = 1;
  private static final int SMALL = 2;
  private static final int NOEXEC = 3;
  private static final int PASSWORD = 4;

  private static TestHosts hosts;

  @TempDir Path folder;
  private InProcess muster;

  @BeforeAll
  static void start() {
    TestHosts.assumePossible();
    hosts =
        TestHosts.builder(PASSWORD)
            .host(SMALL, HostOptions.PLAIN.withLimit("/root/small", "4m"))
            .host(NOEXEC, HostOptions.PLAIN.withNoexecTmp().withSkew(Duration.ofHours(1)))
            .host(PASSWORD, HostOptions.PLAIN.withPasswordOnly("word"))
            .start();
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
    if (muster.run("cluster", "list").out().contains("lab")) {
      MusterRun killed = muster.run("cluster", "kill", "lab", "--yes");
      assertThat(killed.code()).as(killed.out() + killed.err()).isZero();
    }
    for (TestHost host : hosts.all()) {
      assertThat(host.files())
          .as("files on %s; a boot writes the keys of the host anew", host.name())
          .filteredOn(file -> !file.startsWith("/etc/ssh/"))
          .isEmpty();
      assertThat(host.processes()).as(host.name()).isEmpty();
    }
  }

  private List<Object> create(String name, Object... more) {
    List<Object> args =
        new ArrayList<>(List.of("cluster", "create", name, "--user", "root", "-i", hosts.key()));
    args.addAll(List.of("--known-hosts", hosts.knownHosts(), "--connect-timeout", "2s"));
    args.addAll(Arrays.asList(more));
    return args;
  }

  private String address(int number) {
    return hosts.host(number).hostAddress().host();
  }

  private void ready(Object... more) {
    MusterRun created = muster.run(create("lab", more).toArray());
    assertThat(created.code()).as(created.out() + created.err()).isZero();
  }

  @Test
  void saysThatAHostTakesPasswordsOnly() {
    MusterRun run = muster.run(create("lab", address(GOOD), address(PASSWORD)).toArray());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains(address(PASSWORD), "reach", "password");
    assertThat(run.out().lines().filter(line -> line.contains("ssh-copy-id")))
        .as("what to do")
        .isNotEmpty();
    assertThat(muster.run("cluster", "kill", "lab", "--yes", "--forget").out())
        .contains("cluster lab is gone");
  }

  @Test
  void saysThatTheDiskOfOneHostIsFullAndGoesOnWhenThereIsRoom() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.write(data.resolve("large"), new byte[8 << 20]);
    Files.writeString(
        folder.resolve("cluster.yaml"),
        """
        name: lab
        provider: ssh
        hosts: [%s, %s]
        auth: {user: root, key: %s, known_hosts: %s}
        file_mounts: {/root/small/data: data}
        """
            .formatted(address(GOOD), address(SMALL), hosts.key(), hosts.knownHosts()));
    MusterRun full = muster.run("cluster", "create", "-f", "cluster.yaml");
    assertThat(full.code()).isEqualTo(1);
    assertThat(full.out())
        .contains(address(SMALL), "mount /root/small/data", "its disk is full")
        .contains("not ready");
    hosts.host(SMALL).run("mount", "-o", "remount,size=40m", "/root/small");
    MusterRun again = muster.run("cluster", "create", "-f", "cluster.yaml");
    assertThat(again.code()).as(again.out() + again.err()).isZero();
    assertThat(hosts.host(SMALL).path("/root/small/data/large")).hasSize(8 << 20);
  }

  @Test
  void needsNoPlaceInTmpWhereProgramsRunNorTheRightTime() throws Exception {
    ready(address(NOEXEC));
    Matcher skew =
        Pattern.compile("skew_seconds +(\\d+)")
            .matcher(muster.run("cluster", "info", "lab", "-vvv").out());
    assertThat(skew.find()).isTrue();
    assertThat(Long.parseLong(skew.group(1)))
        .as("an hour, less what the asking took")
        .isBetween(3480L, 3600L);
    Path program = Files.writeString(folder.resolve("work.sh"), "#!/bin/sh\necho it ran\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    MusterRun job =
        muster.run("job", "submit", "-c", "lab", "--wait", "--files", "work.sh", "--", "./work.sh");
    assertThat(job.code()).as(job.out() + job.err()).isZero();
    assertThat(job.out()).contains("it ran");
    MusterRun put = muster.run("cluster", "put", "lab", program, "/tmp/work.sh");
    assertThat(put.code()).as(put.out() + put.err()).isZero();
    hosts.host(NOEXEC).run("rm", "/tmp/work.sh");
  }

  @Test
  void findsOutSoonThatNoneOfAThousandHostsExists() {
    Path list = folder.resolve("hosts.txt");
    // Nobody has these: no machine answers for the first, no program for the others.
    String text = hosts.network() + ".[100-249]\n127.9.[0-3].[1-212]:9\n127.9.9.[1-2]:9\n";
    assertThat(write(list, text)).exists();
    long begun = System.nanoTime();
    MusterRun run = muster.run(create("big", "@" + list).toArray());
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(2));
    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).contains("not ready");
    assertThat(run.out().lines().filter(line -> line.contains("  reach  "))).hasSize(1000);
    MusterRun killed = muster.run("cluster", "kill", "big", "--yes", "--forget");
    assertThat(killed.out()).contains("cluster big is gone");
    assertThat(muster.run("cluster", "list").err()).contains("no clusters");
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a b", "../up", "-x", "x-", "Lab", "läb", "a;id", "a/b", "a\nb", "$(id)", "LONG"
      })
  void refusesOddNamesBeforeAnyHostIsAsked(String name) {
    String odd = name.equals("LONG") ? "x".repeat(64) : name;
    MusterRun run = muster.run(create(odd, address(GOOD)).toArray());
    assertThat(run.code()).as(run.out() + run.err()).isIn(64, 65);
    assertThat(run.err()).containsAnyOf("cannot be the name of a cluster", "Unknown option");
    assertThat(muster.run("cluster", "list", "--all").err()).contains("no clusters");
  }

  @Test
  void ofTwoWhoMakeOneNameAtOnceOneWaitsOrIsToldWhy() throws Exception {
    List<MusterRun> ends = atOnce(create("lab", address(GOOD)).toArray());
    assertThat(ends)
        .extracting(MusterRun::code)
        .as(ends.toString())
        .containsExactlyInAnyOrder(0, 75);
    assertThat(muster.run("cluster", "list").out()).containsOnlyOnce("lab");
  }

  /** Two processes do the same. */
  private List<MusterRun> atOnce(Object... args) throws Exception {
    List<MusterRun> ends = new ArrayList<>();
    Path home = folder.resolve("home");
    try (MusterProcess one = MusterProcess.start(home, folder, mavenHome(), List.of(), args);
        MusterProcess two = MusterProcess.start(home, folder, mavenHome(), List.of(), args)) {
      ends.add(one.end());
      ends.add(two.end());
    }
    return ends;
  }

  private Map<String, String> mavenHome() {
    return Map.of("HOME", folder.toString());
  }

  private void serve(ScriptedMaven maven, int bytes) throws IOException {
    maven.publish(CORE, bytes).publish("org.apache.spark:spark-sql_2.13:4.1.1", 4_000, CORE);
    Path settings = Files.createDirectories(folder.resolve(".m2")).resolve("settings.xml");
    Files.writeString(
        settings,
        "<settings><mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf><url>"
            + maven.url()
            + "</url></mirror></mirrors></settings>");
    muster = muster.with("HOME", folder.toString());
  }

  @Test
  void ofTwoDeploymentsAtOnceOneIsToldOfTheOther() throws Exception {
    try (ScriptedMaven maven = new ScriptedMaven()) {
      serve(maven, 5_000);
      ready(address(GOOD));
      List<MusterRun> ends =
          atOnce("cluster", "deploy", "lab", "spark", "-o", "memory=512m", "--timeout", "20s");
      // The jars are noise, so that the Master does not start.
      assertThat(ends).extracting(MusterRun::code).as(ends.toString()).containsOnlyOnce(75);
      assertThat(ends).extracting(MusterRun::code).containsOnlyOnce(1);
    }
  }

  @Test
  void goesOnWithADeploymentInWhoseMidstAHostWasRebooted() throws Exception {
    try (ScriptedMaven maven = new ScriptedMaven()) {
      serve(maven, 12 << 20);
      ready(address(GOOD), address(SMALL));
      TestHost rebooted = hosts.host(GOOD);
      hosts.shapeUplink("16mbit");
      CompletableFuture<MusterRun> deploy =
          CompletableFuture.supplyAsync(
              () -> muster.run("cluster", "deploy", "lab", "spark", "--timeout", "20s"));
      Path dist = Path.of("/root/.muster/clusters/lab/services/spark/dist");
      MusterProcess.await("its jars travel", () -> has(rebooted.path(dist.toString())));
      rebooted.reboot();
      hosts.shapeUplink("10gbit");
      MusterRun broken = deploy.get(120, TimeUnit.SECONDS);
      assertThat(broken.code()).as(broken.out() + broken.err()).isEqualTo(1);
      assertThat(broken.out()).contains(address(GOOD), "ship", "is not ready");
      MusterRun again = muster.run("cluster", "deploy", "lab", "spark", "--timeout", "20s");
      assertThat(again.err()).contains("prepare: 2 hosts, 2 done before", "ship: ");
      assertThat(again.out())
          .as("the jars are noise: it comes as far as a Master that does not start")
          .contains("await master");
    }
  }

  @Test
  void goesOnWithADeploymentInWhoseMidstADiskGotFull() throws Exception {
    try (ScriptedMaven maven = new ScriptedMaven();
        TestHosts own = TestHosts.builder(2).host(2, HostOptions.PLAIN.withDisk("600m")).start()) {
      serve(maven, 12 << 20);
      List<Object> words =
          new ArrayList<>(List.of("cluster", "create", "lab", "--user", "root", "-i", own.key()));
      words.addAll(List.of("--known-hosts", own.knownHosts()));
      own.addresses().forEach(host -> words.add(host.host()));
      MusterRun made = muster.run(words.toArray());
      assertThat(made.code()).as(made.out() + made.err()).isZero();
      own.shapeUplink("16mbit");
      CompletableFuture<MusterRun> deploy =
          CompletableFuture.supplyAsync(
              () -> muster.run("cluster", "deploy", "lab", "spark", "--timeout", "20s"));
      TestHost full = own.host(2);
      Path dist = full.path("/root/.muster/clusters/lab/services/spark/dist");
      MusterProcess.await("its jars travel", () -> has(dist) || deploy.isDone());
      full.run("sh", "-c", "cat /dev/zero >/opt/fill 2>/dev/null || :");
      own.shapeUplink("10gbit");
      MusterRun broken = deploy.get(240, TimeUnit.SECONDS);
      assertThat(broken.code()).as(broken.out() + broken.err()).isEqualTo(1);
      assertThat(broken.out()).contains(full.address(), "ship", "full", "is not ready");
      full.run("rm", "/opt/fill");
      MusterRun again = muster.run("cluster", "deploy", "lab", "spark", "--timeout", "20s");
      assertThat(again.out())
          .as("the jars are noise: it comes as far as a Master that does not start")
          .contains("await master");
      MusterRun killed = muster.run("cluster", "kill", "lab", "--yes");
      assertThat(killed.code()).as(killed.out() + killed.err()).isZero();
      own.all().forEach(host -> assertThat(host.files()).as(host.name()).isEmpty());
    }
  }

  private static boolean has(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(Files::isRegularFile);
    } catch (IOException | UncheckedIOException e) {
      return false; // it is being written
    }
  }
}
