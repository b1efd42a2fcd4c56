package dev.muster.ledger;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.LedgerFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens the ledger: {@code ledger.db} in the home folder, or the PostgreSQL that {@code
 * MUSTER_LEDGER} names.
 *
 * <p>Errors of opening, beside those of {@link Ledger}: CONFIGURATION when the URL is no PostgreSQL
 * URL or holds a password, when the home is on a network file system, or when a newer Muster made
 * the schema; FORBIDDEN when the home cannot be written.
 */
public final class JdbcLedgerFactory implements LedgerFactory {

  private static final String URL = "MUSTER_LEDGER";
  private static final String POSTGRESQL = "jdbc:postgresql:";

  private final InstantSource clock;

  /** For {@link java.util.ServiceLoader}: with the clock of the system. */
  public JdbcLedgerFactory() {
    this(InstantSource.system());
  }

  /**
   * @param clock the time of a SQLite ledger; PostgreSQL has its own
   */
  public JdbcLedgerFactory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Ledger open(Path home, Function<String, @Nullable String> environment) {
    String url = environment.apply(URL);
    if (url == null || url.isBlank()) {
      return SqliteLedger.open(home, SqliteOptions.DEFAULT, clock);
    }
    if (url.startsWith(POSTGRESQL)) {
      return PostgresLedger.open(PostgresAddress.of(url, environment));
    }
    throw new MusterException(
        ErrorKind.CONFIGURATION,
        URL + " is not the URL of a PostgreSQL database; it begins with " + scheme(url),
        "write it as jdbc:postgresql://host/database, or unset it to use SQLite");
  }

  /** Only the beginning: what follows may hold a password. */
  private static String scheme(String url) {
    int end = url.indexOf("//");
    return '"' + url.substring(0, end < 0 ? Math.min(url.length(), 5) : end) + "…\"";
  }
}
