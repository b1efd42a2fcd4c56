package dev.muster.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.model.RunId;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.InputDigests.Known;
import dev.muster.spi.ledger.Ledger;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with a SQLite ledger, and what the user is told. */
class SqliteFaultsIT extends ProcessesSuite {

  @TempDir Path temporary;

  @Override
  Path home() {
    return temporary.resolve("home");
  }

  @Override
  Map<String, String> environment() {
    return Map.of();
  }

  @Test
  void lockedByAnotherProcessNamesIt() throws Exception {
    Process holder = start(new RunId("first"), "hold");
    await(holder, "holding"::equals);
    SqliteOptions impatient =
        new SqliteOptions(Duration.ofMillis(300), SqliteOptions.DEFAULT.fileSystem());

    try (Ledger ledger = SqliteLedger.open(home(), impatient, InstantSource.system())) {
      MusterException refusal = refused(ErrorKind.CONFLICT, () -> put(ledger, 1));
      assertThat(refusal.hint()).contains(String.valueOf(holder.pid()));
      assertThat(ledger.read(tx -> tx.runs().list(null, 5)).size()).as("reads go on").isEqualTo(1);
    }
  }

  @Test
  void corruptFileNamesFileAndBackup() throws IOException {
    try (Ledger ledger = open()) {
      put(ledger, 1);
    }
    Path file = home().resolve("ledger.db");
    Path backup = home().resolve("ledger.db.bak");
    assertThat(backup).as("made at the first close").exists();
    Files.writeString(file, "this was a ledger once, ".repeat(200));

    MusterException refusal = refused(ErrorKind.INVALID, this::open);

    assertThat(refusal).hasMessageContaining(file.toString());
    assertThat(refusal.hint()).contains(backup.toString());
    Files.copy(backup, file, StandardCopyOption.REPLACE_EXISTING);
    try (Ledger ledger = open()) {
      assertThat(ledger.read(tx -> tx.inputDigests().find(List.of("/1"))).size()).isEqualTo(1);
    }
  }

  @Test
  void corruptPageWithinTheFileIsInvalidToo() throws IOException {
    try (Ledger ledger = open()) {
      put(ledger, 2000);
    }
    try (RandomAccessFile file = new RandomAccessFile(home().resolve("ledger.db").toFile(), "rw")) {
      byte[] garbage = new byte[4096];
      Arrays.fill(garbage, (byte) 0x5a);
      for (long page = 10; page < file.length() / 4096; page++) {
        file.seek(page * 4096);
        file.write(garbage);
      }
    }

    refused(
        ErrorKind.INVALID,
        () -> {
          try (Ledger ledger = open()) {
            put(ledger, 2000);
          }
        });
  }

  @Test
  void backupIsRenewedOnceADayAndOnlyAfterWrites() throws IOException {
    Instant start = Instant.parse("2026-11-20T00:00:00Z");
    writeAt(start);
    assertThat(backupTime()).isEqualTo(start);
    writeAt(start.plus(Duration.ofHours(23)));
    assertThat(backupTime()).isEqualTo(start);
    SqliteLedger.open(
            home(), SqliteOptions.DEFAULT, InstantSource.fixed(start.plus(Duration.ofDays(2))))
        .close();
    assertThat(backupTime()).isEqualTo(start);
    writeAt(start.plus(Duration.ofHours(25)));
    assertThat(backupTime()).isEqualTo(start.plus(Duration.ofHours(25)));
  }

  @Test
  void newerSchemaSaysWhoMadeIt() throws Exception {
    open().close();
    SqliteFile file = new SqliteFile(home(), Duration.ofSeconds(1));
    try (Connection connection = file.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO flyway_schema_history SELECT installed_rank + 1, '99', 'later', type,"
              + " script, checksum, 'Muster 9.9', installed_on, execution_time, success"
              + " FROM flyway_schema_history WHERE version = '"
              + Schema.VERSION
              + "'");
    }

    assertThat(refused(ErrorKind.CONFIGURATION, this::open))
        .hasMessageContaining("Muster 9.9")
        .hasMessageContaining("Muster 0.");
  }

  @Test
  void networkFileSystemIsRefusedBeforeAnythingIsWritten() {
    for (String type : List.of("nfs4", "cifs", "9p", "fuse.sshfs", "lustre", "glusterfs", "SMB3")) {
      SqliteOptions options = new SqliteOptions(Duration.ofSeconds(1), folder -> type);
      assertThat(
              refused(
                  ErrorKind.CONFIGURATION,
                  () -> SqliteLedger.open(home(), options, InstantSource.system())))
          .hasMessageContaining(type);
    }
    assertThat(home()).isEmptyDirectory();
    assertThat(HomeFolder.isNetwork("ext2/ext3")).isFalse();
    assertThat(HomeFolder.isNetwork("overlay")).isFalse();
  }

  @Test
  void fullDiskIsSaidAndNothingCommittedIsLost() throws Exception {
    Path mount = mounted("size=3m");
    try {
      List<Integer> committed = new ArrayList<>();
      MusterException refusal =
          refused(
              ErrorKind.QUOTA,
              () -> {
                try (Ledger ledger = new JdbcLedgerFactory().open(mount, name -> null)) {
                  for (int i = 1; ; i++) {
                    put(ledger, i * 100);
                    committed.add(i * 100);
                  }
                }
              });
      assertThat(refusal.hint()).contains("make room");
      assertThat(committed).isNotEmpty();
      run("mount", "-o", "remount,size=64m", mount.toString());
      try (Ledger ledger = new JdbcLedgerFactory().open(mount, name -> null)) {
        String last = "/" + committed.get(committed.size() - 1);
        assertThat(ledger.read(tx -> tx.inputDigests().find(List.of(last))).size()).isEqualTo(1);
        put(ledger, 100);
      }
    } finally {
      run("umount", mount.toString());
    }
  }

  @Test
  void readOnlyHomeIsForbidden() throws Exception {
    Path mount = mounted("size=16m");
    try {
      try (Ledger ledger = new JdbcLedgerFactory().open(mount, name -> null)) {
        put(ledger, 1);
      }
      run("mount", "-o", "remount,ro", mount.toString());
      refused(
          ErrorKind.FORBIDDEN,
          () -> {
            try (Ledger ledger = new JdbcLedgerFactory().open(mount, name -> null)) {
              put(ledger, 1);
            }
          });
      refused(
          ErrorKind.FORBIDDEN,
          () -> new JdbcLedgerFactory().open(mount.resolve("new"), name -> null));
    } finally {
      run("umount", mount.toString());
    }
  }

  private Path mounted(String options) throws IOException, InterruptedException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "a file system of a few MB can be mounted by root only: run the tests as root");
    Path mount = Files.createDirectories(temporary.resolve("mount"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", options, "tmpfs", mount.toString()),
        "this machine does not let root mount a tmpfs: apt-get install mount, CAP_SYS_ADMIN");
    return mount;
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }

  private void writeAt(Instant time) {
    try (Ledger ledger =
        SqliteLedger.open(home(), SqliteOptions.DEFAULT, InstantSource.fixed(time))) {
      put(ledger, 1);
    }
  }

  private Instant backupTime() throws IOException {
    return Files.getLastModifiedTime(home().resolve("ledger.db.bak")).toInstant();
  }

  /** Writes so many lines, the last of them for the path of that number. */
  private static void put(Ledger ledger, int lines) {
    List<Known> known = new ArrayList<>();
    for (int i = 1; i <= lines; i++) {
      known.add(new Known("/" + i, i, i, "ab".repeat(32)));
    }
    ledger.write(
        tx -> {
          tx.inputDigests().put(known);
          return lines;
        });
  }

  private static MusterException refused(ErrorKind kind, ThrowingCallable call) {
    MusterException refusal = catchThrowableOfType(MusterException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
    return refusal;
  }
}
