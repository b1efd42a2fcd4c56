package dev.muster.ledger;

import dev.muster.spi.ledger.Ledger;

/** The contract on PostgreSQL. */
class PostgresLedgerIT extends WholeContract {

  @Override
  Ledger open() {
    return PostgresDatabases.open();
  }
}
