package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.LedgerFactory;
import dev.muster.testkit.hosts.HostOptions;
import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import dev.muster.testkit.python.Wheel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Packages on real hosts. */
@Timeout(600)
class PackageClusterIT {

  private static final String AT = "/root/.muster/clusters/lab/packages/shop";

  @TempDir Path folder;

  private InProcess muster() {
    return new InProcess(folder.resolve("home"), folder);
  }

  private MusterRun done(Object... args) {
    MusterRun run = muster().run(args);
    assertThat(run.code()).as(List.of(args) + ": " + run.out() + run.err()).isZero();
    return run;
  }

  private void cluster(TestHosts hosts) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("cluster.yaml"),
            "{name: lab, provider: ssh, hosts: [%s], auth: {user: root, key: %s, known_hosts: %s}}"
                .formatted(
                    String.join(", ", hosts.addresses().stream().map(a -> a.host()).toList()),
                    hosts.key(),
                    hosts.knownHosts()));
    done("cluster", "create", "-f", file);
  }

  /** A project with a wheel that it requires, and a file that takes a while to copy. */
  private void build(String says, String output) throws IOException {
    Path project = Files.createDirectories(folder.resolve("shop"));
    Files.writeString(
        project.resolve("main.py"), "import alpha\nprint('" + says + "', alpha.NAME)\n");
    Files.writeString(project.resolve("requirements.txt"), "alpha==1.0\n");
    byte[] big = new byte[8 << 20];
    new Random(5).nextBytes(big);
    Files.write(project.resolve("big.bin"), big);
    new Wheel("alpha", "1.0", "alpha").writeTo(project.resolve("wheels"));
    done("package", "build", "shop", "--offline", "-o", output, "--yes");
  }

  private static void assumeVenv() throws Exception {
    Process venv =
        new ProcessBuilder("/usr/bin/python3", "-I", "-c", "import ensurepip, venv")
            .redirectErrorStream(true)
            .start();
    venv.getInputStream().readAllBytes();
    Assumptions.assumeTrue(
        venv.waitFor() == 0, "hosts have no venv: apt-get install python3 python3-venv");
  }

  @Test
  void installsSwitchesGoesBackAndLeavesNothing() throws Exception {
    TestHosts.assumePossible();
    assumeVenv();
    try (TestHosts hosts = TestHosts.start(2)) {
      cluster(hosts);
      build("first", "one.tar");
      // Killed wherever it may be, the same command goes on.
      Random random = new Random(System.nanoTime());
      for (int i = 0; i < 3; i++) {
        try (MusterProcess process =
            MusterProcess.start(
                folder.resolve("home"),
                folder,
                Map.of(),
                List.of(),
                "package",
                "install",
                "one.tar",
                "--cluster",
                "lab")) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500 + random.nextInt(4_000)));
          process.signal("KILL");
          process.end();
        }
      }
      assertThat(done("package", "install", "one.tar", "--cluster", "lab").out())
          .contains("is current on cluster lab");
      for (TestHost host : hosts.all()) {
        assertThat(host.run("sh", AT + "/current/bin/launch.sh")).isEqualTo("first alpha\n");
        assertThat(host.run("cat", AT + "/current/conf/spark-defaults.conf"))
            .contains("spark.pyspark.python " + AT + "/");
      }
      long before = hosts.sentBytes();
      done("package", "install", "one.tar", "--cluster", "lab");
      assertThat(hosts.sentBytes() - before).as("bytes of a second install").isLessThan(2_000_000);

      build("second", "two.tar.gz");
      before = hosts.sentBytes();
      done("package", "install", "two.tar.gz", "--cluster", "lab");
      assertThat(hosts.sentBytes() - before).as("what is alike stays").isLessThan(4_000_000);
      assertThat(folder.resolve("home/tmp")).isEmptyDirectory();
      for (TestHost host : hosts.all()) {
        assertThat(host.run("sh", AT + "/current/bin/launch.sh")).isEqualTo("second alpha\n");
        assertThat(host.run("sh", AT + "/previous/bin/launch.sh")).isEqualTo("first alpha\n");
        host.run("sh", "-c", "cd " + AT + "/current && sha256sum --quiet -c SHA256SUMS");
      }
      done("package", "restore", "shop", "--cluster", "lab");
      for (TestHost host : hosts.all()) {
        assertThat(host.run("sh", AT + "/current/bin/launch.sh")).isEqualTo("first alpha\n");
      }
      MusterRun wrong =
          muster().run("package", "restore", "shop", "--cluster", "lab", "--release", "9-00");
      assertThat(wrong.code()).isEqualTo(1);
      assertThat(wrong.out()).contains("9-00 is not installed whole");

      done("cluster", "kill", "lab", "--yes");
      for (TestHost host : hosts.all()) {
        assertThat(host.files()).as(host.name()).isEmpty();
      }
      assertThat(standing()).isEmpty();
    }
  }

  @Test
  void whatAHostLacksIsSaidBeforeAnythingMoves() throws Exception {
    TestHosts.assumePossible();
    assumeVenv();
    try (TestHosts hosts =
        TestHosts.builder(2).host(2, HostOptions.PLAIN.withDisk("40m")).start()) {
      cluster(hosts);
      build("first", "one.tar");
      MusterRun full = muster().run("package", "install", "one.tar", "--cluster", "lab");
      assertThat(full.code()).as(full.out() + full.err()).isEqualTo(1);
      assertThat(full.out()).contains(hosts.host(2).address(), "KiB free", "make room there");
      MusterRun python =
          muster()
              .run("package", "install", "one.tar", "--cluster", "lab", "--python", "/no/python3");
      assertThat(python.code()).isEqualTo(1);
      assertThat(python.out()).contains("the package needs Python 3");
      Path whole = folder.resolve("one.tar");
      byte[] bytes = Files.readAllBytes(whole);
      bytes[bytes.length - (4 << 20)] ^= 1;
      Files.write(folder.resolve("flipped.tar"), bytes);
      MusterRun flipped = muster().run("package", "install", "flipped.tar", "--cluster", "lab");
      assertThat(flipped.code()).as(flipped.out() + flipped.err()).isEqualTo(65);
      assertThat(flipped.err()).contains("code/big.bin has not the sha256 that is stated");
      assertThat(hosts.host(1).path(AT)).doesNotExist();
      done("cluster", "kill", "lab", "--yes");
    }
  }

  /** In a network namespace of its own, with an interface that counts and no route anywhere. */
  @Test
  void installsWithoutASinglePacket() throws Exception {
    TestHosts.assumePossible();
    assumeVenv();
    build("first", "one.tar");
    Path work = Files.createDirectories(folder.resolve("work"));
    String script =
        """
        set -eu
        ip link set lo up
        mount -t sysfs none /sys
        for all in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 >"$all" || :; done
        ip link add out type veth peer name far
        ip addr add 192.0.2.1/32 dev out
        ip link set out up
        ip link set far up
        counted() { cat /sys/class/net/lo/statistics/tx_packets /sys/class/net/out/statistics/tx_packets; }
        before=$(counted)
        tar -xf "$1" -C "$2"
        PATH=/usr/bin:/bin sh "$2"/shop-*/bin/install.sh --link
        sh "$2"/shop-*/bin/launch.sh
        [ "$before" = "$(counted)" ] && echo silent
        ping -c 1 -W 1 127.0.0.1 >/dev/null 2>&1 || python3 -c 'import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))'
        [ "$before" != "$(counted)" ] && echo "the counter counts"
        """;
    Process process =
        new ProcessBuilder(
                "unshare",
                "--net",
                "--mount",
                "sh",
                "-c",
                script,
                "sh",
                folder.resolve("one.tar").toString(),
                work.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(said).endsWith("first alpha\nsilent\nthe counter counts\n");
  }

  private List<?> standing() {
    LedgerFactory factory = ServiceLoader.load(LedgerFactory.class).findFirst().orElseThrow();
    try (Ledger ledger = factory.open(folder.resolve("home"), name -> null)) {
      return ledger.read(tx -> tx.intents().standing(Map.of("managed-by", "muster")));
    }
  }
}
