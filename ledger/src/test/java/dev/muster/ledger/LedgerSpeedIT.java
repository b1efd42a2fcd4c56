package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Digest;
import dev.muster.model.Input;
import dev.muster.model.Lease;
import dev.muster.model.Outcome;
import dev.muster.model.Params;
import dev.muster.model.ProjectName;
import dev.muster.model.RunId;
import dev.muster.model.Task;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Tasks.Planned;
import dev.muster.testkit.ledger.Samples;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million tasks: prints what it measured, and asserts only what was counted: times are for
 * people.
 */
@Tag("long")
class LedgerSpeedIT {

  private static final RunId RUN = new RunId("big");
  private static final int MILLION = 1_000_000;
  private static final int COMMITS = 20_000;
  private static final int BATCH = 20;

  @TempDir Path home;

  @Test
  void planCommitAndPageOnSqlite() {
    try (Ledger ledger = new JdbcLedgerFactory().open(home, name -> null)) {
      measure("sqlite", ledger);
    }
  }

  @Test
  void planCommitAndPageOnPostgresql() {
    try (Ledger ledger = PostgresDatabases.open()) {
      measure("postgresql", ledger);
    }
  }

  private static void measure(String name, Ledger ledger) {
    Watch watch = new Watch(name);
    Lease lease =
        ledger.write(
            tx -> {
              tx.runs().insert(Samples.run(RUN, "weather"));
              tx.tasks().plan(RUN, plan());
              return tx.leases().acquire("r", Samples.OWNER, Duration.ofHours(1), owner -> false);
            });
    watch.lap("plan of 1,000,000 tasks", 1);

    commit(ledger, lease, 0, COMMITS, BATCH);
    watch.lap("commit of one outcome, in batches of 20, cold", COMMITS);
    commit(ledger, lease, COMMITS, 2 * COMMITS, BATCH);
    watch.lap("commit of one outcome, in batches of 20", COMMITS);
    commit(ledger, lease, 2 * COMMITS, 120_000, 1000);
    watch.lap("commit of one outcome, in batches of 1000", 120_000 - 2 * COMMITS);

    ProjectName weather = new ProjectName("weather");
    ledger.write(
        tx -> {
          tx.tasks().remember(weather);
          return weather;
        });
    watch.lap("remembering 120,000 outcomes", 1);
    List<Digest> keys = IntStream.range(0, 100_000).mapToObj(Samples::key).toList();
    watch.lap("making keys", 1);
    int known = ledger.read(tx -> tx.tasks().history(weather, keys).size());
    watch.lap("history of 100,000 keys", 1);
    assertThat(known).isEqualTo(100_000);

    assertThat(ledger.<Integer>read(tx -> tx.tasks().page(RUN, 0, 100_000).size()))
        .isEqualTo(100_000);
    watch.lap("page over 100,000 tasks", 1);

    AtomicInteger pending = new AtomicInteger();
    ledger.read(
        tx -> {
          tx.tasks().pending(RUN, task -> pending.incrementAndGet());
          return pending;
        });
    watch.lap("880,000 pending tasks", 1);
    assertThat(pending.get()).isEqualTo(880_000);

    ledger.read(tx -> tx.runs().counts(RUN));
    watch.lap("counts", 1);
    ledger.write(tx -> tx.runs().delete(RUN));
    watch.lap("delete", 1);
  }

  private static void commit(Ledger ledger, Lease lease, int first, int end, int size) {
    for (int from = first; from < end; from += size) {
      List<Outcome> batch = IntStream.range(from, from + size).mapToObj(Samples::success).toList();
      ledger.write(tx -> tx.tasks().commit(RUN, lease, batch));
    }
  }

  private static Iterator<Planned> plan() {
    Params params = new Params(Map.of("window", 7L));
    Digest fingerprint = Digest.of("fingerprint");
    String version = "sha256:" + "ab".repeat(32);
    return IntStream.range(0, MILLION)
        .mapToObj(
            n ->
                new Planned(
                    new Task(
                        n,
                        new Input("file:/data/", "year/2026/station-" + n + ".csv", 1000, version),
                        "temperature",
                        params,
                        1),
                    Samples.key(n),
                    fingerprint,
                    null))
        .iterator();
  }

  /** Prints wall and processor time of what was done since the last lap. */
  private static final class Watch {

    private final String name;
    private long wall = System.nanoTime();
    private long cpu = cpu();

    Watch(String name) {
      this.name = name;
    }

    void lap(String what, int times) {
      double wallMillis = (System.nanoTime() - wall) / 1e6 / times;
      double cpuMillis = (cpu() - cpu) / 1e6 / times;
      System.out.printf("%s: %s: %.4f ms, cpu %.4f ms%n", name, what, wallMillis, cpuMillis);
      wall = System.nanoTime();
      cpu = cpu();
    }

    /** Of this thread: the compiler's is not counted. */
    private static long cpu() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
  }
}
