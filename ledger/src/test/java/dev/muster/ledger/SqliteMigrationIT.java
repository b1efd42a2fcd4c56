package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A SQLite ledger that an older Muster made. */
class SqliteMigrationIT extends MigrationSuite {

  @TempDir Path home;

  @Override
  Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  Connection connect() throws SQLException {
    return new SqliteFile(home, Duration.ofSeconds(5)).connect();
  }

  @Override
  Ledger open() {
    return new JdbcLedgerFactory().open(home, name -> null);
  }

  private Path kept() {
    return home.resolve("ledger.db.schema1.bak");
  }

  @Test
  void isCopiedBeforeItIsChanged() throws SQLException, IOException {
    assertThat(kept()).doesNotExist();
    open().close();

    try (Connection copy = DriverManager.getConnection("jdbc:sqlite:" + kept())) {
      assertThat(number(copy, "SELECT COUNT(*) FROM input_digest")).isEqualTo(1);
      assertThat(number(copy, "SELECT MAX(CAST(version AS INTEGER)) FROM flyway_schema_history"))
          .isEqualTo(1);
    }
    byte[] first = Files.readAllBytes(kept());
    open().close();
    assertThat(kept()).as("not made again").hasBinaryContent(first);
    try (var files = Files.list(home)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  /** Going back is to put the copy in its place. */
  @Test
  void withoutTheCopyNothingIsChanged() throws Exception {
    Files.createDirectories(kept().resolve("in the way"));

    assertThatThrownBy(this::open).isInstanceOf(MusterException.class);

    assertThat(number("SELECT MAX(CAST(version AS INTEGER)) FROM flyway_schema_history"))
        .isEqualTo(1);
    Files.delete(kept().resolve("in the way"));
    Files.delete(kept());
    open().close();
    assertThat(kept()).isRegularFile();
  }

  @Test
  void newLedgerHasNothingToKeep() {
    Path fresh = home.resolve("fresh");
    new JdbcLedgerFactory().open(fresh, name -> null).close();
    assertThat(fresh.resolve("ledger.db.schema1.bak")).doesNotExist();
    assertThat(fresh.resolve("ledger.db")).exists();
  }
}
