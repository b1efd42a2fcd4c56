package dev.muster.ledger;

import java.util.Map;

/** All that differs between the databases in the SQL of the repositories and of the schema. */
enum Dialect {
  SQLITE(
      "INTEGER PRIMARY KEY AUTOINCREMENT",
      "WITHOUT ROWID",
      "",
      "",
      "SELECT 1 FROM sqlite_schema WHERE name = 'flyway_schema_history'"),
  POSTGRESQL(
      "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
      "",
      " FOR UPDATE",
      " FOR SHARE",
      "SELECT 1 WHERE to_regclass('flyway_schema_history') IS NOT NULL");

  private final String identity;
  private final String clustered;
  private final String forUpdate;
  private final String forShare;
  private final String findHistoryTable;

  Dialect(
      String identity,
      String clustered,
      String forUpdate,
      String forShare,
      String findHistoryTable) {
    this.identity = identity;
    this.clustered = clustered;
    this.forUpdate = forUpdate;
    this.forShare = forShare;
    this.findHistoryTable = findHistoryTable;
  }

  /** Ends a SELECT whose rows this transaction will change. SQLite has one writer anyway. */
  String forUpdate() {
    return forUpdate;
  }

  /** Ends a SELECT whose rows nobody may change before this transaction has ended. */
  String forShare() {
    return forShare;
  }

  /** A query with one row when Flyway has been here. */
  String findHistoryTable() {
    return findHistoryTable;
  }

  /** The placeholders of the schema file. */
  Map<String, String> placeholders() {
    return Map.of("identity", identity, "clustered", clustered);
  }
}
