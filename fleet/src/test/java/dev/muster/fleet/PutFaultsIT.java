package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.model.HostAddress;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.testkit.hosts.HostOptions;
import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies to hosts that are not as they should be: nothing half is left, the others go on. */
@Timeout(300)
class PutFaultsIT {

  @TempDir private Path folder;

  private static final CopyOptions CHAIN = PutIT.CHAIN.withDeadline(Duration.ofMinutes(2));
  private static final CopyOptions DIRECT = PutIT.DIRECT.withDeadline(Duration.ofMinutes(2));

  /** Keeps notes, and does something when a host has so many bytes. */
  private static final class Watch implements CopyListener {
    final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private final int position;
    private final long bytes;
    private final BiConsumer<HostAddress, Long> then;
    private boolean done;

    Watch(int position, long bytes, BiConsumer<HostAddress, Long> then) {
      this.position = position;
      this.bytes = bytes;
      this.then = then;
    }

    @Override
    public synchronized void progress(HostAddress host, int at, long arrived, long total) {
      if (!done && at == position && arrived >= bytes) {
        done = true;
        then.accept(host, arrived);
      }
    }

    @Override
    public void note(HostAddress host, String message) {
      notes.add(host + " " + message);
    }
  }

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Watch NOTHING = new Watch(-1, 0, (host, bytes) -> {});

  private static void assertClean(TestHost... hosts) {
    for (TestHost host : hosts) {
      assertThat(host.files()).as(host.name()).isEmpty();
      long end = System.nanoTime() + SOON.toNanos();
      while (!host.processes().isEmpty() && System.nanoTime() < end) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos()); // what was told to end is ending
      }
      assertThat(host.processes()).as(host.name()).isEmpty();
    }
  }

  private static void assertFailure(CopyResult result, HostFailure.Kind kind, String... words) {
    assertThat(result.failure()).isNotNull();
    assertThat(result.failure().kind()).as(result.failure().message()).isEqualTo(kind);
    String text = result.failure().message() + " # " + result.failure().hint();
    assertThat(List.of(words)).allSatisfy(word -> assertThat(text).contains(word));
  }

  @Test
  void goesRoundAHostWhoseDiskIsFullOrThatRefuses() throws Exception {
    Path file = PutIT.random(folder.resolve("x"), 20_000_000);
    try (TestHosts hosts =
            TestHosts.builder(4)
                .all(HostOptions.PLAIN.withUser("ann"))
                .host(2, HostOptions.PLAIN.withUser("ann").withDisk("10m"))
                .start();
        Fleet fleet = Fleets.open(hosts, FleetAccess.builder())) {
      for (CopyOptions options : List.of(CHAIN, DIRECT)) {
        List<CopyResult> results =
            fleet.put(hosts.addresses(), file, "/opt/new/x", options, NOTHING);
        assertFailure(results.get(1), HostFailure.Kind.DISK_FULL, "disk is full", "df");
        assertThat(results.stream().filter(CopyResult::succeeded)).hasSize(3);
        assertThat(hosts.host(4).path("/opt/new/x")).hasSameBinaryContentAs(file);
        hosts.all().forEach(host -> host.run("rm", "-rf", "/opt/new"));
        assertClean(hosts.all().toArray(TestHost[]::new));
      }
      List<HostAddress> ann =
          hosts.addresses().stream()
              .map(host -> new HostAddress("ann", host.host(), null))
              .toList();
      List<CopyResult> refused = fleet.put(ann, file, "/opt/x", CHAIN, NOTHING);
      assertThat(refused)
          .allSatisfy(
              result -> assertFailure(result, HostFailure.Kind.PERMISSION, "ermission denied"));
      assertClean(hosts.all().toArray(TestHost[]::new));
    }
  }

  @Test
  void goesRoundAHostThatDiesInMidCopy() throws Exception {
    Path file = PutIT.random(folder.resolve("x"), 60_000_000);
    try (TestHosts hosts = TestHosts.start(4);
        Fleet fleet = Fleets.open(hosts, FleetAccess.builder().keepAlive(Duration.ofSeconds(2)))) {
      hosts.shapeUplink("200mbit");
      Watch watch = new Watch(1, 5_000_000, (host, bytes) -> hosts.host(2).kill());
      List<CopyResult> results = fleet.put(hosts.addresses(), file, "/opt/x", CHAIN, watch);
      assertFailure(results.get(1), HostFailure.Kind.DISCONNECTED);
      for (int i : List.of(0, 2, 3)) {
        assertThat(results.get(i).failure()).isNull();
        assertThat(hosts.host(i + 1).path("/opt/x")).hasSameBinaryContentAs(file);
        hosts.host(i + 1).run("rm", "/opt/x");
        assertClean(hosts.host(i + 1));
      }
      assertThat(watch.notes.toString())
          .contains(hosts.host(3).address() + " gets nothing from root@" + hosts.host(2).address());
      // What it had half is removed by the next copy to the same place.
      hosts.host(2).boot();
      hosts.host(2).run("sh", "-c", "ls -A /opt | grep -q muster-x");
      assertThat(fleet.put(List.of(hosts.host(2).hostAddress()), file, "/opt/x", DIRECT, NOTHING))
          .allMatch(CopyResult::succeeded);
      hosts.host(2).run("rm", "/opt/x");
      assertClean(hosts.host(2));
    }
  }

  @Test
  void goesOnFromTheSecondHostWhenTheFirstIsCutOff() throws Exception {
    Path file = PutIT.random(folder.resolve("x"), 30_000_000);
    try (TestHosts hosts = TestHosts.start(3);
        Fleet fleet = Fleets.open(hosts, FleetAccess.builder().keepAlive(Duration.ofSeconds(2)))) {
      hosts.shapeUplink("100mbit");
      Watch watch = new Watch(0, 5_000_000, (host, bytes) -> hosts.host(1).cut());
      List<CopyResult> results = fleet.put(hosts.addresses(), file, "/opt/x", CHAIN, watch);
      assertFailure(results.get(0), HostFailure.Kind.DISCONNECTED);
      for (int i : List.of(1, 2)) {
        assertThat(results.get(i).failure()).isNull();
        assertThat(hosts.host(i + 1).path("/opt/x")).hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void copiesDirectlyToHostsThatDoNotReachEachOther() throws Exception {
    Path file = PutIT.random(folder.resolve("x"), 5_000_000);
    try (TestHosts hosts = TestHosts.start(3);
        Fleet fleet = Fleets.open(hosts, FleetAccess.builder())) {
      hosts.all().forEach(TestHost::blockAllButSsh);
      Watch watch = new Watch(-1, 0, (host, bytes) -> {});
      List<CopyResult> results = fleet.put(hosts.addresses(), file, "/opt/x", CHAIN, watch);
      assertThat(results).allSatisfy(result -> assertThat(result.failure()).isNull());
      hosts.all().forEach(host -> assertThat(host.path("/opt/x")).hasSameBinaryContentAs(file));
      assertThat(watch.notes.toString()).contains("goes on from here");
      assertThat(results.get(0).duration()).isLessThan(Duration.ofSeconds(50));
    }
  }

  @Test
  void givesNobodyElseWhatHostsPassOnAndLeavesNoKey() throws Exception {
    Path file = PutIT.random(folder.resolve("x"), 30_000_000);
    try (TestHosts hosts = TestHosts.start(2);
        Fleet fleet = Fleets.open(hosts, FleetAccess.builder())) {
      hosts.shapeUplink("100mbit");
      List<String> heard = new ArrayList<>();
      Watch watch =
          new Watch(
              0,
              3_000_000,
              (host, bytes) -> {
                heard.add(
                    hosts
                        .host(2)
                        .run(
                            "python3",
                            "-c",
                            INTRUDER,
                            hosts.host(1).address(),
                            hosts.host(1).run("sh", "-c", LISTENING).strip()));
                heard.add(hosts.host(1).run("sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '"));
                heard.add(
                    hosts.host(1).files().stream()
                        .filter(name -> holdsKey(hosts.host(1).path(name)))
                        .toList()
                        .toString());
              });
      assertThat(fleet.put(hosts.addresses(), file, "/opt/x", CHAIN, watch))
          .allMatch(CopyResult::succeeded);
      assertThat(heard).hasSize(3);
      assertThat(heard.get(0).lines()).containsExactly("plain nothing", "tls nothing");
      assertThat(heard.get(1)).contains("python3").doesNotContain("BEGIN");
      assertThat(heard.get(2)).isEqualTo("[]");
    }
  }

  private static boolean holdsKey(Path file) {
    try {
      return Files.isRegularFile(file)
          && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
              .contains("PRIVATE KEY");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The port at which Python listens.
  private static final String LISTENING =
      "awk '$4 == \"0A\" && $2 !~ /:0016$/ { sub(/.*:/, \"\", $2); print $2 }' /proc/net/tcp /proc/net/tcp6";

  // Asks for the stream from its beginning: in the clear, and over TLS without the certificate.
  private static final String INTRUDER =
      """
      import socket, ssl, struct, sys
      for secure in (False, True):
          got = b""
          try:
              s = socket.create_connection((sys.argv[1], int(sys.argv[2], 16)), 3)
              if secure:
                  c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                  c.check_hostname, c.verify_mode = False, ssl.CERT_NONE
                  s = c.wrap_socket(s)
              s.sendall(struct.pack(">Q", 0))
              got = s.recv(1000)
          except OSError as e:
              if "timed out" in str(e) or "refused" in str(e):
                  print(e)
          print("tls" if secure else "plain", "nothing" if len(got) < 100 and b"\\0" * 4 not in got else got)
      """;

  @Test
  void resumesWhereItWasCut() throws Exception {
    Path file = PutIT.random(folder.resolve("x"), 30_000_000);
    try (TestHosts hosts = TestHosts.start(1)) {
      CopyOptions resume = DIRECT.withResume(true);
      hosts.shapeUplink("100mbit");
      try (Fleet fleet = Fleets.open(hosts, FleetAccess.builder())) {
        Thread caller = Thread.currentThread();
        Watch watch = new Watch(0, 8_000_000, (host, bytes) -> caller.interrupt());
        List<CopyResult> results = fleet.put(hosts.addresses(), file, "/opt/x", resume, watch);
        assertThat(Thread.interrupted()).isTrue();
        assertFailure(results.get(0), HostFailure.Kind.CANCELLED);
        assertThat(hosts.host(1).path("/opt/x")).doesNotExist();
        hosts.host(1).run("sh", "-c", "ls /opt/.muster-x");
      }
      try (Fleet fleet = Fleets.open(hosts, FleetAccess.builder())) {
        CopyResult result = fleet.put(hosts.addresses(), file, "/opt/x", resume, NOTHING).get(0);
        assertThat(result.failure()).isNull();
        assertThat(result.moved()).isBetween(1L, 29_000_000L);
        assertThat(hosts.host(1).path("/opt/x")).hasSameBinaryContentAs(file);
      }
      hosts.host(1).run("rm", "/opt/x");
      assertClean(hosts.host(1));
    }
  }

  @Test
  void doesNotResumeWithWhatIsNotTheBeginning() throws Exception {
    Path file = PutIT.random(folder.resolve("x"), 3_000_000);
    try (TestHosts hosts = TestHosts.start(1);
        Fleet fleet = Fleets.open(hosts, FleetAccess.builder())) {
      CopyOptions resume = DIRECT.withResume(true);
      hosts
          .host(1)
          .run(
              "sh",
              "-c",
              "mkdir /opt/.muster-x; for i in 1 2 3; do echo wrong$i >/opt/.muster-x/$i; done");
      CopyResult result = fleet.put(hosts.addresses(), file, "/opt/x", resume, NOTHING).get(0);
      assertThat(result.failure()).isNull();
      assertThat(result.moved()).isEqualTo(3_000_000);
      assertThat(hosts.host(1).files()).containsExactly("/opt/x");
    }
  }

  @Test
  void leavesNothingWhenItIsStopped() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree/sub"));
    PutIT.random(tree.resolve("x"), 30_000_000);
    try (TestHosts hosts = TestHosts.start(3);
        Fleet fleet = Fleets.open(hosts, FleetAccess.builder())) {
      hosts.shapeUplink("100mbit");
      for (CopyOptions options : List.of(CHAIN, DIRECT)) {
        Thread caller = Thread.currentThread();
        Watch watch = new Watch(1, 1_000_000, (host, bytes) -> caller.interrupt());
        List<CopyResult> results =
            fleet.put(hosts.addresses(), folder.resolve("tree"), "/opt/a/b/tree", options, watch);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(results).allSatisfy(result -> assertFailure(result, HostFailure.Kind.CANCELLED));
        assertClean(hosts.all().toArray(TestHost[]::new));
      }
      List<CopyResult> late =
          fleet.put(
              hosts.addresses(),
              folder.resolve("tree"),
              "/opt/a/b/tree",
              CHAIN.withDeadline(Duration.ofSeconds(1)),
              NOTHING);
      assertThat(late).allSatisfy(result -> assertFailure(result, HostFailure.Kind.TIMEOUT));
      assertClean(hosts.all().toArray(TestHost[]::new));
    }
  }

  @Test
  void needsNeitherPythonNorAPlaceWhereProgramsRunNorTheSystemsSsh() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree"));
    PutIT.random(tree.resolve("big"), 3_000_000);
    Files.createDirectories(tree.resolve("it's $(here)"));
    Files.writeString(tree.resolve("it's $(here)/new\nline"), "x");
    Files.createFile(tree.resolve("empty"));
    Files.createSymbolicLink(tree.resolve("link"), Path.of("big"));
    try (TestHosts hosts = TestHosts.builder(2).all(HostOptions.PLAIN.withNoexecTmp()).start()) {
      hosts.host(2).run("sh", "-c", "rm /usr/bin/python3");
      hosts.host(2).forgetFiles();
      for (Map<String, String> environment :
          List.of(Map.of("PATH", System.getenv("PATH")), Map.<String, String>of())) {
        FleetAccess access =
            FleetAccess.builder().key(hosts.key()).knownHosts(hosts.knownHosts()).build();
        try (Fleet fleet = new SshFleets(hosts.folder(), "nobody", environment).open(access)) {
          for (int moved : List.of(3_000_001, 0)) {
            List<CopyResult> results =
                fleet.put(hosts.addresses(), tree, "/opt/new/tree", CHAIN, NOTHING);
            assertThat(results).allSatisfy(result -> assertThat(result.failure()).isNull());
            assertThat(results).extracting(CopyResult::moved).containsOnly((long) moved);
            hosts.all().forEach(host -> HostTrees.assertSame(tree, host.path("/opt/new/tree")));
          }
          assertThat(
                  fleet.put(
                      hosts.addresses(), tree.resolve("big"), "/opt/new/tree", DIRECT, NOTHING))
              .allSatisfy(
                  result ->
                      assertFailure(
                          result,
                          HostFailure.Kind.FAILED,
                          "is a folder there",
                          "end the path with /"));
          hosts.all().forEach(host -> host.run("rm", "-rf", "/opt/new"));
          assertClean(hosts.all().toArray(TestHost[]::new));
        }
      }
    }
  }

  @Test
  void refusesASecondCopyToTheSamePlaceAtTheSameTime() throws Exception {
    Path file = PutIT.random(folder.resolve("x"), 10_000_000);
    try (TestHosts hosts = TestHosts.start(1);
        Fleet fleet = Fleets.open(hosts, FleetAccess.builder())) {
      hosts.shapeUplink("50mbit");
      List<CopyResult> second = new ArrayList<>();
      Watch watch =
          new Watch(
              0,
              1_000_000,
              (host, bytes) -> {
                Thread other =
                    new Thread(
                        () ->
                            second.addAll(
                                fleet.put(hosts.addresses(), file, "/opt/x", DIRECT, NOTHING)));
                other.start();
                try {
                  other.join();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(fleet.put(hosts.addresses(), file, "/opt/x", DIRECT, watch))
          .allMatch(CopyResult::succeeded);
      assertFailure(
          second.get(0), HostFailure.Kind.FAILED, "another copy to /opt/x is at work there");
    }
  }

  @Test
  void tellsOfHostsThatAreNotThereAndOfFilesThatAreNotHere() throws Exception {
    Path file = PutIT.random(folder.resolve("x"), 2_000_000);
    try (TestHosts hosts = TestHosts.start(2);
        Fleet fleet =
            Fleets.open(hosts, FleetAccess.builder().connectTimeout(Duration.ofSeconds(2)))) {
      List<HostAddress> some =
          List.of(
              hosts.host(1).hostAddress(),
              HostAddress.of("127.9.9.9"),
              hosts.host(2).hostAddress());
      List<CopyResult> results =
          fleet.put(
              List.of(some.get(0), new HostAddress(null, "127.9.9.9", 9), some.get(2)),
              file,
              "/opt/x",
              CHAIN,
              NOTHING);
      assertFailure(results.get(1), HostFailure.Kind.UNREACHABLE, "nobody listens");
      assertThat(results.get(0).succeeded() && results.get(2).succeeded()).isTrue();
      assertThatThrownBy(() -> fleet.put(some, folder.resolve("none"), "/opt/x", CHAIN, NOTHING))
          .isInstanceOf(MusterException.class)
          .hasMessageContaining("none");
      assertThatThrownBy(() -> fleet.put(some, file, "", CHAIN, NOTHING))
          .isInstanceOf(MusterException.class);
    }
  }
}
