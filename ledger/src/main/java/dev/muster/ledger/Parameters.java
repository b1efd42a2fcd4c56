package dev.muster.ledger;

import dev.muster.model.Digest;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Fills the question marks of a statement from left to right. */
final class Parameters {

  private final PreparedStatement statement;
  private int at;

  Parameters(PreparedStatement statement) {
    this.statement = statement;
  }

  Parameters text(@Nullable String value) throws SQLException {
    if (value == null) {
      statement.setNull(++at, Types.VARCHAR);
    } else {
      statement.setString(++at, StoredText.encode(value));
    }
    return this;
  }

  Parameters number(long value) throws SQLException {
    statement.setLong(++at, value);
    return this;
  }

  Parameters number(@Nullable Long value) throws SQLException {
    if (value == null) {
      statement.setNull(++at, Types.BIGINT);
    } else {
      statement.setLong(++at, value);
    }
    return this;
  }

  Parameters number(@Nullable Integer value) throws SQLException {
    return number(value == null ? null : Long.valueOf(value));
  }

  /** Takes two question marks: high and low half. */
  Parameters digest(Digest value) throws SQLException {
    return number(value.high()).number(value.low());
  }

  Parameters instant(@Nullable Instant value) throws SQLException {
    return number(value == null ? null : Long.valueOf(Microseconds.of(value)));
  }

  /** Back to the first question mark, for the next row of a batch. */
  void rewind() {
    at = 0;
  }

  /** What fills a statement. */
  @FunctionalInterface
  interface Filler {
    void fill(Parameters parameters) throws SQLException;
  }
}
