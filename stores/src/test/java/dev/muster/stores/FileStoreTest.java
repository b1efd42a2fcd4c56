package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.store.Store;
import dev.muster.testkit.store.StoreContract;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileStoreTest extends StoreContract {

  @TempDir Path folder;

  @Override
  protected Store store() {
    return open("file:" + folder + "/");
  }

  @Override
  protected Store missing() {
    return open("file:" + folder + "/no/such/folder/");
  }

  @Override
  protected boolean hasEtags() {
    return false;
  }

  private static Store open(String root) {
    return new FileStoreFactory().open(root, name -> null);
  }

  @ParameterizedTest
  @CsvSource({
    "file:/data/, file:/data/",
    "file:/data, file:/data/",
    "file:///data, file:/data/",
    "file:/a/../data//x/./, file:/data/x/",
    "file:/, file:/",
    "file:/b\u00e4r/100% #1, file:/b\u00e4r/100% #1/",
  })
  void writesOneRootInOneWay(String given, String root) {
    assertThat(open(given).root()).isEqualTo(root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "file:data", "file:./data", "file:~/data"})
  void refusesRootsThatAreNotAbsolute(String root) {
    assertThatThrownBy(() -> open(root))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID))
        .hasMessageContaining(root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a//b", "./a", "a/.", "a/"})
  void refusesSecondNamesOfOneFile(String key) {
    assertThatKind(() -> store().find(key), ErrorKind.INVALID, key);
  }

  @Test
  void refusesNamesTooLongForAnyDisk() {
    assertThatKind(() -> store().find("a/" + "\u00e9".repeat(128)), ErrorKind.INVALID, "255");
    put("a/" + "x".repeat(255), "long");
    assertThat(keys("")).hasSize(1);
  }

  @Test
  void followsLinksButNotInCircles() throws IOException {
    put("real/data.csv", "x");
    Files.createSymbolicLink(folder.resolve("file"), folder.resolve("real/data.csv"));
    Files.createSymbolicLink(folder.resolve("folder"), folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("real/up"), folder);
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nothing"));
    Files.createSymbolicLink(folder.resolve("self"), folder.resolve("self"));
    assertThat(keys("")).containsExactly("file", "folder/data.csv", "real/data.csv");
    assertThat(store().find("folder/data.csv")).isPresent();
    assertThat(store().find("dangling")).isEmpty();
    assertThat(store().find("self")).isEmpty();
  }

  @Test
  void leavesOutPipes() throws Exception {
    Path pipe = folder.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assumeTrue(made.waitFor(120, TimeUnit.SECONDS) && made.exitValue() == 0, "needs mkfifo");
    put("file", "x");
    assertThat(keys("")).containsExactly("file");
    assertThat(store().find("pipe")).isEmpty();
    assertThatKind(() -> read(store(), "pipe", 0, -1, ""), ErrorKind.NOT_FOUND, "pipe");
  }

  @Test
  void namesFilesThatAreNotUtf8() throws IOException {
    put("data/good", "x");
    Files.writeString(Path.of(URI.create(folder.toUri() + "data/caf%E9%20x.csv")), "x");
    assertThatThrownBy(() -> keys(""))
        .isInstanceOfSatisfying(
            MusterException.class,
            error -> {
              assertThat(error.kind()).isEqualTo(ErrorKind.INVALID);
              assertThat(error.hint()).isEqualTo("rename it");
            })
        .hasMessageContaining(folder + "/data/caf\\xE9 x.csv");
  }

  @Test
  void namesTheFolderThatMayNotBeRead() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
    put("closed/x", "x");
    Path closed = folder.resolve("closed");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      assertThatKind(() -> keys(""), ErrorKind.FORBIDDEN, closed.toString());
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void leavesOutUnfinishedCopiesAndLeavesNone() throws IOException {
    Files.writeString(folder.resolve(".muster-put-from-a-crash"), "half");
    put("a", "x");
    assertThat(keys("")).containsExactly("a");
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("a", ".muster-put-from-a-crash");
    }
  }

  @Test
  void putGivesTheModeThatOtherProgramsGive() throws IOException {
    put("a", "x");
    Path plain = Files.createFile(folder.resolve("plain"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("a")))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void putRefusesNamesOfFoldersAndBelowFiles() {
    put("folder/file", "x");
    assertThatKind(() -> put("folder", "y"), ErrorKind.INVALID, "folder");
    assertThatKind(() -> put("folder/file/below", "y"), ErrorKind.INVALID, "folder/file");
    assertThat(keys("")).containsExactly("folder/file");
  }

  @Test
  void fullDiskIsQuotaAndKeepsTheOldContent() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=256k", "none", disk.toString()),
        "needs the right to mount a small disk");
    try {
      Store small = open("file:" + disk + "/");
      Path little = Files.writeString(sourceFolder().resolve("little"), "old");
      Path large = Files.write(sourceFolder().resolve("large"), new byte[1 << 20]);
      small.put("a", little);
      assertThatKind(() -> small.put("a", large), ErrorKind.QUOTA, "no space");
      assertThat(read(small, "a", 0, -1, "")).isEqualTo("old");
      assertThat(disk.toFile().list()).containsExactly("a");
      assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
      assertThatKind(() -> small.put("a", little), ErrorKind.FORBIDDEN, "read-only");
    } finally {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private Path sourceFolder() throws IOException {
    return Files.createDirectories(folder.resolve("source"));
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  @Test
  void worksWhereTheLocaleKnowsOnlyAscii() throws Exception {
    put("caf\u00e9/\ud83d\ude00.csv", "content");
    String out =
        Forked.java(
            ListAndRead.class,
            List.of(),
            Map.of("LC_ALL", "C", "LANG", "C"),
            "file:" + folder + "/");
    assertThat(out.strip()).isEqualTo("caf\\u00e9/\\ud83d\\ude00.csv=content");
  }

  /** Prints every key, escaped, and its content. */
  static final class ListAndRead {

    public static void main(String[] arguments) {
      try (Store store = open(arguments[0]);
          var objects = store.list("")) {
        objects.forEach(
            object -> {
              StringBuilder key = new StringBuilder();
              object
                  .key()
                  .chars()
                  .forEach(c -> key.append(c < 0x80 ? "" + (char) c : "\\u%04x".formatted(c)));
              System.out.println(key + "=" + read(store, object.key(), 0, -1, ""));
            });
      }
    }
  }

  @Test
  void pathsOfKeysAreUtf8() {
    Path path = store().localPath("caf\u00e9").orElseThrow();
    assertThat(path.toUri().getRawPath()).endsWith("/caf%C3%A9");
    assertThat(new File("caf\u00e9").getName().getBytes(StandardCharsets.UTF_8)).hasSize(5);
  }
}
