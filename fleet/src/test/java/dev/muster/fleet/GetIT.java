package dev.muster.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.model.HostAddress;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.Fleet;
import dev.muster.spi.fleet.FleetAccess;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.testkit.hosts.HostOptions;
import dev.muster.testkit.hosts.TestHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders from real hosts: the first with Python, the second without. */
@Timeout(300)
class GetIT {

  private static final CopyOptions SOON = CopyOptions.DEFAULT.withDeadline(Duration.ofMinutes(2));
  private static TestHosts hosts;
  private static Fleet fleet;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    hosts = TestHosts.builder(2).all(HostOptions.PLAIN.withUser("ann")).start();
    hosts.host(2).run("rm", "/usr/bin/python3");
    for (var host : hosts.all()) {
      host.run(
          "sh",
          "-c",
          """
          mkdir -p "/opt/data/a/it's \\"x\\"" /opt/data/empty && cd /opt/data
          head -c 3000000 /dev/urandom >big; echo odd >"a/it's \\"x\\"/\\$(id)
          line"; echo dash >a/-rf; touch a/none; echo no >a/x.log
          ln -s a/-rf link; ln -s '/no where' dangling
          chmod 750 a; chmod 604 big; touch -d 2001-02-03T04:05:06Z a/-rf; chmod 700 /root
          """);
      host.forgetFiles();
    }
    fleet = Fleets.open(hosts, FleetAccess.builder());
  }

  @AfterAll
  static void stop() {
    if (hosts != null) {
      hosts.all().forEach(host -> assertThat(host.files()).isEmpty());
      hosts.all().forEach(host -> assertThat(host.processes()).isEmpty());
      fleet.close();
      hosts.close();
    }
  }

  private List<CopyResult> get(String remote, String local, CopyOptions options) {
    return fleet.get(hosts.addresses(), remote, local, options, CopyListener.NONE);
  }

  private List<String> here() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(file -> folder.relativize(file).toString()).sorted().toList();
    }
  }

  @Test
  void bringsAFolderOfEachHost() throws Exception {
    for (int time = 0; time < 2; time++) {
      List<CopyResult> results = get("/opt/data", folder + "/new/{host}-data", SOON);
      assertThat(results).allSatisfy(result -> assertThat(result.failure()).isNull());
      assertThat(results).extracting(CopyResult::files).containsOnly(5L);
      assertThat(results).allMatch(result -> result.bytes() > 3_000_000);
      if (time == 0) {
        assertThat(results).allMatch(result -> result.moved() == result.bytes());
      } else {
        assertThat(results).allMatch(result -> result.moved() == 0);
      }
      Path first = folder.resolve("new/" + hosts.host(1).address() + "-data");
      HostTrees.assertSame(hosts.host(1).path("/opt/data"), first);
      Path second = folder.resolve("new/" + hosts.host(2).address() + "-data");
      assertThat(second.resolve("big")).hasSameBinaryContentAs(hosts.host(2).path("/opt/data/big"));
      assertThat(Files.getPosixFilePermissions(second.resolve("a"))).hasSize(5);
      assertThat(Files.readSymbolicLink(second.resolve("dangling"))).hasToString("/no where");
      assertThat(second.resolve("a/it's \"x\"/$(id)\nline")).hasContent("odd");
    }
  }

  @Test
  void bringsAFileIntoAFolderAndLeavesOthersAlone() throws Exception {
    Files.createDirectories(folder.resolve(hosts.host(1).address()));
    Files.writeString(folder.resolve(hosts.host(1).address()).resolve("mine"), "mine");
    assertThat(get("/opt/data/a/-rf", folder + "/{host}/", SOON)).allMatch(CopyResult::succeeded);
    for (var host : hosts.all()) {
      assertThat(folder.resolve(host.address()).resolve("-rf")).hasContent("dash");
    }
    assertThat(folder.resolve(hosts.host(1).address()).resolve("mine")).hasContent("mine");
    assertThat(here()).hasSize(6);
    // The folders are there now, so that their names alone mean the same.
    Files.delete(folder.resolve(hosts.host(1).address()).resolve("-rf"));
    assertThat(get("/opt/data/a/-rf", folder + "/{host}", SOON)).allMatch(CopyResult::succeeded);
    assertThat(folder.resolve(hosts.host(1).address()).resolve("-rf")).hasContent("dash");
    assertThat(here()).hasSize(6);
  }

  @Test
  void leavesOutWhatIsExcluded() throws Exception {
    assertThat(
            get(
                "/opt/data/",
                folder + "/{host}",
                SOON.withExcludes(List.of("*.log", "/big", "a/it*"))))
        .allMatch(CopyResult::succeeded);
    String host = hosts.host(2).address();
    assertThat(here())
        .contains(host + "/a/-rf", host + "/link")
        .doesNotContain(host + "/big", host + "/a/x.log", host + "/a/it's \"x\"");
  }

  @Test
  void tellsOfFilesThatAreNotThereOrMayNotBeRead() throws Exception {
    assertThat(get("/no/such", folder + "/new/{host}", SOON))
        .allMatch(
            result ->
                result.failure() != null && result.failure().kind() == HostFailure.Kind.NOT_FOUND);
    List<HostAddress> ann =
        hosts.addresses().stream().map(host -> new HostAddress("ann", host.host(), null)).toList();
    assertThat(fleet.get(ann, "/root/x", folder + "/new/{host}", SOON, CopyListener.NONE))
        .allMatch(result -> result.failure() != null);
    assertThat(here()).containsExactly("");
  }

  @Test
  void refusesThatHostsWriteTheSameFile() {
    assertThatThrownBy(() -> get("/opt/data", folder + "/data", SOON))
        .isInstanceOf(MusterException.class)
        .hasMessageContaining("several hosts would write")
        .extracting(e -> ((MusterException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }

  @Test
  void leavesNothingHalfWhenItIsStoppedAndResumesWhenToldTo() throws Exception {
    hosts.host(1).run("sh", "-c", "head -c 20000000 /dev/urandom >/opt/large");
    try {
      hosts.host(1).shapeUplink("100mbit");
      List<HostAddress> one = hosts.addresses().subList(0, 1);
      for (boolean resume : List.of(false, true)) {
        Thread caller = Thread.currentThread();
        CopyListener watch =
            new CopyListener() {
              @Override
              public void progress(HostAddress host, int position, long bytes, long total) {
                if (bytes > 5_000_000) {
                  caller.interrupt();
                }
              }
            };
        CopyResult result =
            fleet.get(one, "/opt/large", folder + "/large", SOON.withResume(resume), watch).get(0);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.failure().kind()).isEqualTo(HostFailure.Kind.CANCELLED);
        assertThat(folder.resolve("large")).doesNotExist();
        if (!resume) {
          assertThat(here()).containsExactly("");
        }
      }
      CopyResult rest =
          fleet
              .get(one, "/opt/large", folder + "/large", SOON.withResume(true), CopyListener.NONE)
              .get(0);
      assertThat(rest.failure()).isNull();
      assertThat(rest.moved()).isBetween(1L, 15_000_000L);
      assertThat(folder.resolve("large")).hasSameBinaryContentAs(hosts.host(1).path("/opt/large"));
      assertThat(here()).containsExactly("", "large");
      CopyResult late =
          fleet
              .get(
                  one,
                  "/opt/large",
                  folder + "/late",
                  SOON.withDeadline(Duration.ofSeconds(1)),
                  CopyListener.NONE)
              .get(0);
      assertThat(late.failure().kind()).isEqualTo(HostFailure.Kind.TIMEOUT);
      assertThat(here()).containsExactly("", "large");
    } finally {
      hosts.host(1).run("rm", "/opt/large");
    }
  }
}
