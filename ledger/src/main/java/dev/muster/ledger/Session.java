package dev.muster.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements on a connection during one transaction; of no use after it. */
final class Session {

  private static final int FETCH = 1000;

  private final Connection connection;
  private final Dialect dialect;
  private final boolean writable;
  private boolean over;

  Session(Connection connection, Dialect dialect, boolean writable) {
    this.connection = connection;
    this.dialect = dialect;
    this.writable = writable;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Tells whether this is a transaction that writes. */
  boolean writable() {
    return writable;
  }

  /** Runs an INSERT, UPDATE or DELETE; how many rows it changed. */
  int update(String sql, Parameters.Filler filler) {
    try (PreparedStatement statement = prepare(sql)) {
      filler.fill(new Parameters(statement));
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** The first row of a query. */
  <T> Optional<T> first(String sql, Parameters.Filler filler, Row.Reader<T> reader) {
    List<T> rows = list(sql, filler, reader);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** All rows of a query. */
  <T> List<T> list(String sql, Parameters.Filler filler, Row.Reader<T> reader) {
    List<T> rows = new ArrayList<>();
    each(sql, filler, row -> rows.add(reader.read(row)));
    return rows;
  }

  /** Goes through the rows of a query without keeping them. */
  void each(String sql, Parameters.Filler filler, Row.Taker taker) {
    try (PreparedStatement statement = prepare(sql)) {
      statement.setFetchSize(FETCH);
      filler.fill(new Parameters(statement));
      try (ResultSet results = statement.executeQuery()) {
        Row row = new Row(results);
        while (row.next()) {
          taker.take(row);
        }
      }
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** A statement for many rows. */
  Batch batch(String sql) {
    try {
      return new Batch(prepare(sql));
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  /** Marks the end of the transaction: a repository kept beyond it fails. */
  void end() {
    over = true;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    if (over) {
      throw new IllegalStateException("the transaction of this repository is over");
    }
    return connection.prepareStatement(sql);
  }
}
