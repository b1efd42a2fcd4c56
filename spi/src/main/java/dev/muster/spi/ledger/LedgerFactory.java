package dev.muster.spi.ledger;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens the ledger; found by {@link java.util.ServiceLoader}. */
public interface LedgerFactory {

  /**
   * Opens the ledger and brings its schema up to date.
   *
   * @param home the folder {@code MUSTER_HOME}, made when missing
   * @param environment the process environment: {@code MUSTER_LEDGER} (a JDBC URL of PostgreSQL),
   *     {@code MUSTER_LEDGER_USER}, {@code MUSTER_LEDGER_PASSWORD}, {@code PGPASSFILE}, {@code
   *     HOME}
   */
  Ledger open(Path home, Function<String, @Nullable String> environment);
}
