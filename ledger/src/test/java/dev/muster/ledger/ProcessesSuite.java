package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.RunId;
import dev.muster.model.TaskResult;
import dev.muster.spi.ledger.Ledger;
import dev.muster.testkit.ledger.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several processes on one ledger; run on both databases. */
abstract class ProcessesSuite {

  private static final RunId FIRST = new RunId("first");
  private static final RunId SECOND = new RunId("second");

  private final List<Process> processes = new ArrayList<>();

  /** The folder that all processes share. */
  abstract Path home();

  /** What makes a process open the ledger under test. */
  abstract Map<String, String> environment();

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void twoProcessesMakeOneSchemaAndWriteAtOnce() throws Exception {
    Process first = start(FIRST, "commit");
    Process second = start(SECOND, "commit");

    assertThat(lines(first)).hasSize(LedgerProcess.TASKS + 1);
    assertThat(lines(second)).hasSize(LedgerProcess.TASKS + 1);

    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    try (Ledger ledger = open()) {
      assertThat(done(ledger, FIRST)).hasSize(LedgerProcess.TASKS);
      assertThat(done(ledger, SECOND)).hasSize(LedgerProcess.TASKS);
    }
  }

  @Test
  void killedProcessLosesNothingItCommitted() throws Exception {
    Process writer = start(FIRST, "commit");
    BufferedReader out = writer.inputReader();
    int last = -1;
    while (last < 50) {
      String line = out.readLine();
      last = line.equals("planned") ? -1 : Integer.parseInt(line);
    }
    // By its handle: the process itself would close the stream that is still to be read.
    writer.toHandle().destroyForcibly();
    writer.waitFor(120, TimeUnit.SECONDS);
    for (String line : out.lines().toList()) {
      last = Integer.parseInt(line);
    }

    try (Ledger ledger = open()) {
      List<Integer> done = done(ledger, FIRST);
      assertThat(done).contains(last).hasSizeBetween(last + 1, last + 2);
      assertThat(ledger.read(tx -> tx.runs().counts(FIRST)).succeeded()).isEqualTo(done.size());
    }
  }

  @Test
  void killInMidTransactionLeavesNothingOfIt() throws Exception {
    Process holder = start(FIRST, "hold");
    await(holder, "holding"::equals);

    holder.destroyForcibly().waitFor(120, TimeUnit.SECONDS);

    try (Ledger ledger = open()) {
      assertThat(done(ledger, FIRST)).containsExactly(0);
      ledger.write(
          tx -> tx.leases().acquire("x", Samples.OWNER, Duration.ofMinutes(1), owner -> false));
    }
  }

  /** Opens the ledger in this process. */
  Ledger open() {
    return new JdbcLedgerFactory().open(home(), environment()::get);
  }

  Process start(RunId run, String what) throws IOException {
    Process process = LedgerProcess.start(environment(), home(), run, what);
    processes.add(process);
    return process;
  }

  static void await(Process process, Predicate<String> line) throws IOException {
    BufferedReader out = process.inputReader();
    String next;
    do {
      next = out.readLine();
      assertThat(next).as("the process ended").isNotNull();
    } while (!line.test(next));
  }

  private static List<String> lines(Process process) {
    return process.inputReader().lines().toList();
  }

  private static List<Integer> done(Ledger ledger, RunId run) {
    return ledger.read(tx -> tx.tasks().page(run, 0, 10_000)).stream()
        .filter(result -> result.outcome() != null)
        .map(TaskResult::task)
        .map(task -> task.ordinal())
        .toList();
  }
}
