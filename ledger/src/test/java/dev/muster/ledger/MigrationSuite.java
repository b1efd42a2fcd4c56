package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.JobId;
import dev.muster.spi.ledger.Ledger;
import dev.muster.testkit.ledger.Samples;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ledger that an older Muster made. */
abstract class MigrationSuite {

  abstract Dialect dialect();

  abstract Connection connect() throws SQLException;

  abstract Ledger open();

  /** What the first version left: schema 1 and a line in it. */
  @BeforeEach
  void makeOldLedger() throws SQLException {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(new Connector(this::connect))
        .locations("classpath:dev/muster/ledger/schema")
        .placeholders(dialect().placeholders())
        .installedBy("Muster 0.0.9")
        .target("1")
        .load()
        .migrate();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO input_digest VALUES (1, 2, 3, 4, '" + "ab".repeat(32) + "')");
    }
  }

  @Test
  void olderLedgerIsBroughtUpToDateAndLosesNothing() throws SQLException {
    try (Ledger ledger = open()) {
      ledger.write(
          tx -> {
            tx.clusters().insert(Samples.cluster("c1", "lab"));
            tx.jobs().insert(Samples.job(new JobId("j1"), "c1"));
            return true;
          });
    }
    assertThat(number("SELECT COUNT(*) FROM input_digest")).isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM job")).isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM flyway_schema_history WHERE success"))
        .isEqualTo(Schema.VERSION);
  }

  @Test
  void severalMayFindItOldAtOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<Boolean>> all =
          Stream.of(1, 2, 3)
              .map(
                  n ->
                      pool.submit(
                          () -> {
                            try (Ledger ledger = open()) {
                              return ledger.read(tx -> tx.clusters().list(true, 1)).isEmpty();
                            }
                          }))
              .toList();
      for (Future<Boolean> each : all) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(number("SELECT COUNT(*) FROM flyway_schema_history WHERE success"))
        .isEqualTo(Schema.VERSION);
  }

  long number(String query) throws SQLException {
    try (Connection connection = connect()) {
      return number(connection, query);
    }
  }

  static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }
}
