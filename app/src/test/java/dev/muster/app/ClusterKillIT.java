package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.LedgerFactory;
import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 2: nothing leaked. Muster is killed at random moments while it makes a cluster and while
 * it takes it down; the same command goes on, and in the end hosts and journal are clean.
 */
class ClusterKillIT {

  private static final int ROUNDS = 2;
  private static final int KILLS = 3;

  @TempDir Path folder;

  @Test
  void goesOnWhereItWasKilledAndLeavesNothing() throws Exception {
    TestHosts.assumePossible();
    long given = Long.getLong("muster.seed", 0);
    long seed = given == 0 ? System.nanoTime() : given;
    System.out.println("ClusterKillIT -Dmuster.seed=" + seed);
    Random random = new Random(seed);
    try (TestHosts hosts = TestHosts.start(3)) {
      Path file = file(hosts);
      for (int round = 0; round < ROUNDS; round++) {
        killed(random, "cluster", "create", "-f", file);
        MusterRun created = muster().run("cluster", "create", "-f", file);
        assertThat(created.code()).as(created.out() + created.err()).isIn(0, 75);
        assertThat(muster().run("cluster", "list").out())
            .as(created.code() + " " + created.out() + created.err())
            .contains("ready");
        for (TestHost host : hosts.all()) {
          assertThat(host.run("cat", "/root/.muster/clusters/lab/steps").lines().distinct())
              .containsExactly("one", "two");
        }
        killed(random, "cluster", "kill", "lab", "--yes");
        MusterRun gone = muster().run("cluster", "kill", "lab", "--yes");
        assertThat(gone.code()).as(gone.out() + gone.err()).isIn(0, 65);
        assertThat(muster().run("cluster", "list").err()).contains("no clusters");
        for (TestHost host : hosts.all()) {
          assertThat(host.files()).as(host.name()).isEmpty();
        }
        assertThat(standing()).isEmpty();
      }
    }
  }

  private Path file(TestHosts hosts) throws Exception {
    Path file = folder.resolve("cluster.yaml");
    return Files.writeString(
        file,
        """
        name: lab
        provider: ssh
        hosts: [%s]
        auth: {user: root, key: %s, known_hosts: %s}
        setup_commands:
          all:
            - mkdir ~/.muster/clusters/lab/alone
            - sleep 0.3
            - echo one >> ~/.muster/clusters/lab/steps
            - sleep 0.3
            - echo two >> ~/.muster/clusters/lab/steps
            - rmdir ~/.muster/clusters/lab/alone
        """
            .formatted(
                String.join(", ", hosts.addresses().stream().map(a -> a.host()).toList()),
                hosts.key(),
                hosts.knownHosts()));
  }

  private void killed(Random random, Object... args) throws Exception {
    for (int i = 0; i < KILLS; i++) {
      try (MusterProcess process =
          MusterProcess.start(folder.resolve("home"), folder, Map.of(), List.of(), args)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300 + random.nextInt(2200)));
        process.signal("KILL");
        process.end();
      }
    }
  }

  private InProcess muster() {
    return new InProcess(folder.resolve("home"), folder);
  }

  /** What the journal says should be on hosts now, and what it does not know the end of. */
  private List<Object> standing() {
    LedgerFactory factory = ServiceLoader.load(LedgerFactory.class).findFirst().orElseThrow();
    try (Ledger ledger = factory.open(folder.resolve("home"), name -> null)) {
      Map<String, String> ours = Map.of("managed-by", "muster");
      List<Object> found = new ArrayList<>(ledger.read(tx -> tx.intents().standing(ours)));
      ledger.read(tx -> tx.intents().list(dev.muster.model.Intent.State.OPEN, ours)).stream()
          .filter(intent -> intent.action() == dev.muster.model.Intent.Action.CREATE)
          .forEach(found::add);
      return found;
    }
  }
}
