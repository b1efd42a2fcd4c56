package dev.muster.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** One statement run for many rows. Rows go out by the thousand, so that a million need no heap. */
final class Batch implements AutoCloseable {

  private static final int ROWS = 1000;

  private final PreparedStatement statement;
  private final Parameters parameters;
  private int waiting;

  Batch(PreparedStatement statement) {
    this.statement = statement;
    this.parameters = new Parameters(statement);
  }

  /** Adds a row; its counts are not wanted. */
  void add(Parameters.Filler filler) {
    put(filler);
    if (waiting == ROWS) {
      execute();
    }
  }

  /** Adds a row to what {@link #execute} will count. */
  void put(Parameters.Filler filler) {
    try {
      parameters.rewind();
      filler.fill(parameters);
      statement.addBatch();
      waiting++;
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Sends what waits; how many rows of the table each one changed. */
  int[] execute() {
    if (waiting == 0) {
      return new int[0];
    }
    try {
      waiting = 0;
      return statement.executeBatch();
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Lets go of the statement; what was not executed is dropped. */
  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }
}
