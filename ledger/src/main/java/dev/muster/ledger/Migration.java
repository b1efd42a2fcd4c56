package dev.muster.ledger;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema up to date. A class of its own, so that Flyway is loaded only for this. */
final class Migration {

  private Migration() {}

  /** Runs what has not been run; each file in one transaction. */
  static void run(DataSource database, Dialect dialect, String address) {
    try {
      Flyway.configure(Migration.class.getClassLoader())
          .dataSource(database)
          .locations("classpath:dev/muster/ledger/schema")
          .placeholders(dialect.placeholders())
          .installedBy(Schema.maker())
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new MusterException(
          ErrorKind.INTERNAL,
          "the schema of the ledger " + address + " could not be made: " + e.getMessage(),
          null,
          e);
    }
  }
}
