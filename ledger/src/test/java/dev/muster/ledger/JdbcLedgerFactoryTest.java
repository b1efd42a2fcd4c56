package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.LedgerFactory;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcLedgerFactoryTest {

  @Test
  void serviceLoaderFindsItAndItMakesTheHome(@TempDir Path folder) {
    LedgerFactory factory = ServiceLoader.load(LedgerFactory.class).findFirst().orElseThrow();
    Path home = folder.resolve("a/b");

    try (Ledger ledger = factory.open(home, name -> null)) {
      assertThat(ledger.address()).isEqualTo(home.resolve("ledger.db").toString());
    }
    assertThat(home.resolve("ledger.db")).exists();
  }
}
