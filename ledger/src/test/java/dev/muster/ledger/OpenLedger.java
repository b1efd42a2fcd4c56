package dev.muster.ledger;

import dev.muster.spi.ledger.Ledger;
import java.nio.file.Path;

/**
 * Measures what a command pays: {@code OpenLedger <home>} opens the ledger and lists the runs. Says
 * whether Flyway was loaded when run with {@code -Xlog:class+load}.
 */
final class OpenLedger {

  private OpenLedger() {}

  public static void main(String[] arguments) {
    long start = System.nanoTime();
    try (Ledger ledger = new JdbcLedgerFactory().open(Path.of(arguments[0]), name -> null)) {
      long opened = System.nanoTime();
      int runs = ledger.<Integer>read(tx -> tx.runs().list(null, 10).size());
      long read = System.nanoTime();
      System.out.printf(
          "open %.1f ms, list %d runs %.1f ms%n",
          (opened - start) / 1e6, runs, (read - opened) / 1e6);
    }
    System.out.printf("all %.1f ms%n", (System.nanoTime() - start) / 1e6);
  }
}
