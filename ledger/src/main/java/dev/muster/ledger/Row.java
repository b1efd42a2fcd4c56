package dev.muster.ledger;

import dev.muster.model.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a row from left to right, in the order of the SELECT. */
final class Row {

  private final ResultSet results;
  private int at;

  Row(ResultSet results) {
    this.results = results;
  }

  /** Goes to the next row; false when there is none. */
  boolean next() throws SQLException {
    at = 0;
    return results.next();
  }

  String text() throws SQLException {
    return Objects.requireNonNull(textOrNull(), "a column that is never null");
  }

  @Nullable String textOrNull() throws SQLException {
    String stored = results.getString(++at);
    return stored == null ? null : StoredText.decode(stored);
  }

  long number() throws SQLException {
    return results.getLong(++at);
  }

  int integer() throws SQLException {
    return results.getInt(++at);
  }

  @Nullable Long numberOrNull() throws SQLException {
    long value = results.getLong(++at);
    return results.wasNull() ? null : value;
  }

  @Nullable Integer integerOrNull() throws SQLException {
    int value = results.getInt(++at);
    return results.wasNull() ? null : value;
  }

  /** Reads two columns: high and low half. */
  Digest digest() throws SQLException {
    long high = number();
    return new Digest(high, number());
  }

  Instant instant() throws SQLException {
    return Microseconds.instant(number());
  }

  @Nullable Instant instantOrNull() throws SQLException {
    Long micros = numberOrNull();
    return micros == null ? null : Microseconds.instant(micros);
  }

  /** What makes a value of a row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Row row) throws SQLException;
  }

  /** What takes rows one after the other. */
  @FunctionalInterface
  interface Taker {
    void take(Row row) throws SQLException;
  }
}
