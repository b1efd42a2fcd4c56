package dev.muster.ledger;

import dev.muster.spi.ledger.Ledger;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite. */
class SqliteLedgerIT extends WholeContract {

  @TempDir Path home;

  @Override
  Ledger open() {
    return new JdbcLedgerFactory().open(home.resolve("new"), name -> null);
  }
}
