package dev.muster.ledger;

import java.sql.SQLException;

/** Carries a database's error from a statement to the end of the transaction, which translates. */
final class SqlFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final SQLException sql;

  SqlFailure(SQLException cause) {
    super(cause.getMessage(), cause);
    this.sql = cause;
  }

  SQLException sql() {
    return sql;
  }
}
