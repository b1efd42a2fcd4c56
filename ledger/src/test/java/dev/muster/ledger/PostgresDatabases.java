package dev.muster.ledger;

import dev.muster.spi.ledger.Ledger;
import dev.muster.testkit.ledger.PostgresServer;
import java.nio.file.Path;
import java.util.Map;

/** Databases with the schema in them: copied, because that is quicker than migrating each. */
final class PostgresDatabases {

  private static String template;

  private PostgresDatabases() {}

  /** A ledger in a database of its own. */
  static Ledger open() {
    return open(migrated());
  }

  /** The name of a new database with the schema in it. */
  static synchronized String migrated() {
    PostgresServer server = PostgresServer.shared();
    if (template == null) {
      String database = server.newDatabase();
      open(database).close();
      template = database;
    }
    return server.newDatabase(template);
  }

  /** Opens the ledger in a database of the server. */
  static Ledger open(String database) {
    PostgresServer server = PostgresServer.shared();
    Map<String, String> environment =
        Map.of(
            "MUSTER_LEDGER", server.url(database),
            "MUSTER_LEDGER_USER", PostgresServer.USER,
            "MUSTER_LEDGER_PASSWORD", server.password());
    return new JdbcLedgerFactory().open(Path.of("unused"), environment::get);
  }
}
