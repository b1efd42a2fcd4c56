package dev.muster.ledger;

import dev.muster.spi.ledger.Ledger;
import dev.muster.testkit.ledger.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;

/** A ledger in PostgreSQL that an older Muster made. */
class PostgresMigrationIT extends MigrationSuite {

  private final String database = PostgresServer.shared().newDatabase();

  @Override
  Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  Connection connect() throws SQLException {
    return PostgresServer.shared().connect(database);
  }

  @Override
  Ledger open() {
    return PostgresDatabases.open(database);
  }
}
