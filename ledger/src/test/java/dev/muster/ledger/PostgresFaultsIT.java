package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.InputDigests.Known;
import dev.muster.spi.ledger.Ledger;
import dev.muster.testkit.ledger.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with a PostgreSQL ledger, and what the user is told. */
class PostgresFaultsIT extends ProcessesSuite {

  @TempDir Path temporary;
  private String database;

  @BeforeEach
  void makeDatabase() {
    database = PostgresServer.shared().newDatabase();
  }

  @Override
  Path home() {
    return temporary;
  }

  @Override
  Map<String, String> environment() {
    return Map.of(
        "MUSTER_LEDGER", server().url(database),
        "MUSTER_LEDGER_USER", PostgresServer.USER,
        "MUSTER_LEDGER_PASSWORD", server().password());
  }

  @Test
  void addressShowsNeitherUserNorPassword() {
    Map<String, String> environment =
        with("MUSTER_LEDGER", server().url(database) + "?user=muster");
    environment.remove("MUSTER_LEDGER_USER");
    try (Ledger ledger = open(environment)) {
      assertThat(ledger.address()).isEqualTo(server().url(database));
    }
  }

  @Test
  void passwordInTheUrlIsRefusedAndNotRepeated() {
    for (String url :
        List.of(
            server().url(database) + "?password=s3cret",
            server().url(database) + "?ssl=true&sslpassword=s3cret",
            "jdbc:postgresql://muster:s3cret@localhost/x")) {
      MusterException refusal =
          refused(ErrorKind.CONFIGURATION, () -> open(with("MUSTER_LEDGER", url)));
      assertThat(refusal.getMessage() + refusal.hint()).doesNotContain("s3cret");
    }
    refused(
        ErrorKind.CONFIGURATION,
        () -> open(with("MUSTER_LEDGER", "mysql://root:s3cret@localhost/x")));
  }

  @Test
  void passwordComesFromPasswordFileOfTheEnvironment() throws Exception {
    Path file = temporary.resolve(".pgpass");
    Files.writeString(
        file,
        "# a comment\n127.0.0.1:1:*:*:wrong\n127.0.0.1:*:"
            + database
            + ":muster:"
            + server().password()
            + "\n");
    for (Map.Entry<String, String> found :
        Map.of("HOME", temporary.toString(), "PGPASSFILE", file.toString()).entrySet()) {
      Map<String, String> environment = with(found.getKey(), found.getValue());
      environment.remove("MUSTER_LEDGER_PASSWORD");
      environment.put("PGUSER", environment.remove("MUSTER_LEDGER_USER"));
      open(environment).close();
    }
  }

  @Test
  void wrongPasswordIsUnauthorized() {
    refused(ErrorKind.UNAUTHORIZED, () -> open(with("MUSTER_LEDGER_PASSWORD", "wrong")));
  }

  @Test
  void serverThatIsNotThereIsUnavailable() {
    refused(
        ErrorKind.UNAVAILABLE,
        () -> open(with("MUSTER_LEDGER", "jdbc:postgresql://127.0.0.1:1/x")));
  }

  @Test
  void userWithoutRightsIsForbidden() {
    server().execute("CREATE ROLE reader LOGIN PASSWORD 'reader'");
    open().close();
    Map<String, String> environment = with("MUSTER_LEDGER_USER", "reader");
    environment.put("MUSTER_LEDGER_PASSWORD", "reader");
    refused(
        ErrorKind.FORBIDDEN,
        () -> {
          try (Ledger ledger = open(environment)) {
            put(ledger);
          }
        });
  }

  @Test
  void newerSchemaSaysWhoMadeIt() throws Exception {
    open().close();
    try (Connection connection = server().connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO flyway_schema_history SELECT 99, '99', 'later', type, script, checksum,"
              + " 'Muster 9.9', installed_on, execution_time, success"
              + " FROM flyway_schema_history WHERE version = '"
              + Schema.VERSION
              + "'");
    }

    assertThat(refused(ErrorKind.CONFIGURATION, this::open)).hasMessageContaining("Muster 9.9");
  }

  @Test
  void lostConnectionsAreMadeAgain() {
    try (Ledger ledger = open()) {
      put(ledger);
      server()
          .execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                  + database
                  + "'");
      put(ledger);
      assertThat(ledger.read(tx -> tx.inputDigests().find(List.of("/a"))).size()).isEqualTo(1);
    }
  }

  private static void put(Ledger ledger) {
    ledger.write(
        tx -> {
          tx.inputDigests().put(List.of(new Known("/a", 1, 1, "ab".repeat(32))));
          return true;
        });
  }

  private static PostgresServer server() {
    return PostgresServer.shared();
  }

  private Map<String, String> with(String name, String value) {
    Map<String, String> environment = new HashMap<>(environment());
    environment.put(name, value);
    return environment;
  }

  private Ledger open(Map<String, String> environment) {
    return new JdbcLedgerFactory().open(temporary, environment::get);
  }

  private static MusterException refused(ErrorKind kind, ThrowingCallable call) {
    MusterException refusal = catchThrowableOfType(MusterException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
    return refusal;
  }
}
