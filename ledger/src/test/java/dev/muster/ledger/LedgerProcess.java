package dev.muster.ledger;

import dev.muster.model.Lease;
import dev.muster.model.RunId;
import dev.muster.spi.ledger.Ledger;
import dev.muster.testkit.ledger.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Another process on the same ledger: {@code <home> <run> <what>}; says what it does on stdout. */
final class LedgerProcess {

  static final int TASKS = 200;

  private LedgerProcess() {}

  /** Starts this main in a JVM of its own. */
  static Process start(Map<String, String> environment, Path home, RunId run, String what)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LedgerProcess.class.getName(),
                home.toString(),
                run.value(),
                what));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return builder.start();
  }

  public static void main(String[] arguments) throws InterruptedException {
    RunId run = new RunId(arguments[1]);
    try (Ledger ledger = new JdbcLedgerFactory().open(Path.of(arguments[0]), System::getenv)) {
      Lease lease = plan(ledger, run);
      System.out.println("planned");
      if (arguments[2].equals("hold")) {
        hold(ledger, run, lease);
      } else {
        commitOneByOne(ledger, run, lease);
      }
    }
  }

  private static Lease plan(Ledger ledger, RunId run) {
    return ledger.write(
        tx -> {
          tx.runs().insert(Samples.run(run, "weather"));
          tx.tasks().plan(run, Samples.plan(TASKS).iterator());
          return tx.leases()
              .acquire("run/" + run, Samples.OWNER, Duration.ofMinutes(9), owner -> false);
        });
  }

  /** Says each ordinal after its commit. */
  private static void commitOneByOne(Ledger ledger, RunId run, Lease lease) {
    for (int i = 0; i < TASKS; i++) {
      int ordinal = i;
      ledger.write(tx -> tx.tasks().commit(run, lease, List.of(Samples.success(ordinal))));
      System.out.println(ordinal);
    }
  }

  /** Commits task 0, writes task 1, and never commits that. */
  private static void hold(Ledger ledger, RunId run, Lease lease) {
    ledger.write(tx -> tx.tasks().commit(run, lease, List.of(Samples.success(0))));
    ledger.write(
        tx -> {
          tx.tasks().commit(run, lease, List.of(Samples.success(1)));
          System.out.println("holding");
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return run;
        });
  }
}
