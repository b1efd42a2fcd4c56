package dev.muster.packages.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.Distribution.Origin;
import dev.muster.spi.distribution.DistributionFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that were made by nobody's friend: all are refused, and nothing of them stays. */
class BadBundleTest {

  private static final byte[] CONTENT = "content of a jar".getBytes(StandardCharsets.UTF_8);
  private static final String ID = "spark-4.1.1_2.13";

  @TempDir Path folder;
  private CachedDistributions distributions;
  private Path file;
  private String lock;

  @BeforeEach
  void open() {
    distributions = new CachedDistributions(folder.resolve("cache"), Map.of());
    file = folder.resolve("bundle.tgz");
    lock = LockFile.write(distribution("jars/a.jar", CONTENT.length));
  }

  private static Distribution distribution(String name, long size) {
    String sha256 = HexFormat.of().formatHex(Hashing.Algorithm.SHA256.digest().digest(CONTENT));
    return Distribution.of(
        "spark",
        "4.1.1",
        "2.13",
        Origin.MAVEN,
        List.of(new DistributionFile(name, sha256, size, false, Path.of(""))));
  }

  private Tars start() {
    return new Tars().file(ID + "/distribution.json", lock);
  }

  private void refused(String... words) {
    assertThatThrownBy(() -> distributions.take(file, Cancellation.NONE))
        .isInstanceOfSatisfying(
            MusterException.class,
            e -> {
              assertThat(e.kind()).as(e.getMessage()).isEqualTo(ErrorKind.INVALID);
              assertThat(e.getMessage()).contains(words);
            });
    nothingStays();
  }

  private void nothingStays() {
    assertThat(distributions.list()).isEmpty();
    assertThat(MavenWorld.files(folder)).containsOnly("bundle.tgz", "cache/distributions/lock");
  }

  @Test
  void aGoodOneIsTaken() throws Exception {
    start().file(ID + "/jars/a.jar", CONTENT, 0644).writeTo(file);
    assertThat(distributions.take(file, Cancellation.NONE).files()).hasSize(1);
  }

  @Test
  void namesThatLeadOut() {
    for (String name :
        List.of(
            "../evil", ID + "/../../evil", "/etc/evil", "./../x", ID + "/jars/..", "a\\..\\b")) {
      start().file(name, "evil").writeTo(file);
      refused("leads out of the archive");
      new Tars().file(name, "evil").file("s/jars/spark-core_2.13-4.1.1.jar", "x").writeTo(file);
      refused("leads out of the archive");
    }
    assertThat(folder.getParent().resolve("evil")).doesNotExist();
  }

  @Test
  void linksAndDevices() {
    start().symlink(ID + "/jars/a.jar", "/etc/passwd").writeTo(file);
    refused("jars/a.jar");
    start().link(ID + "/jars/a.jar", "/etc/passwd", TarConstants.LF_LINK).writeTo(file);
    refused("jars/a.jar");
    start().link(ID + "/jars/a.jar", "", TarConstants.LF_FIFO).writeTo(file);
    refused("jars/a.jar");
    new Tars()
        .file("s/jars/spark-core_2.13-4.1.1.jar", "x")
        .symlink("s/bin/spark-submit", "/bin/sh")
        .writeTo(file);
    refused("a link");
  }

  @Test
  void contentThatIsNotWhatIsStated() {
    byte[] other = CONTENT.clone();
    other[0] ^= 1;
    start().file(ID + "/jars/a.jar", other, 0644).writeTo(file);
    refused("sha256");
    start().file(ID + "/jars/a.jar", Arrays.copyOf(CONTENT, 3), 0644).writeTo(file);
    refused("3 bytes where " + CONTENT.length);
    start().writeTo(file);
    refused("1 files are missing");
    start()
        .file(ID + "/jars/a.jar", CONTENT, 0644)
        .file(ID + "/jars/b.jar", CONTENT, 0644)
        .writeTo(file);
    refused("does not state");
    start()
        .file(ID + "/jars/a.jar", CONTENT, 0644)
        .file(ID + "/jars/a.jar", CONTENT, 0644)
        .writeTo(file);
    refused("does not state");
  }

  @Test
  void lockFilesThatAreWrong() {
    for (String[] change :
        new String[][] {
          {"jars/a.jar", "../a.jar"},
          {"jars/a.jar", "/a.jar"},
          {"jars/a.jar", "jars//a.jar"},
          {"\"size\":16", "\"size\":17"},
          {"\"size\":16", "\"size\":1099511627776"},
          {"\"size\":16", "\"size\":-1"},
          {"\"size\":16", "\"size\":\"16\""},
          {"\"format\":1", "\"format\":2"},
          {"\"name\":\"spark\"", "\"name\":\"../spark\""},
          {"\"version\":\"4.1.1\"", "\"version\":\"../4\""},
          {"\"scala\":\"2.13\"", "\"scala\":\"/\""},
          {"MAVEN", "ELSEWHERE"},
          {"]}", "]"},
          {"\"files\":[", "\"files\":[7,"},
          {"sha256", "sha1"},
        }) {
      assertThat(lock).contains(change[0]);
      new Tars()
          .file(ID + "/distribution.json", lock.replace(change[0], change[1]))
          .file(ID + "/jars/a.jar", CONTENT, 0644)
          .writeTo(file);
      refused("distribution.json is wrong");
    }
    new Tars().file(ID + "/distribution.json", "[".repeat(100_000)).writeTo(file);
    refused("distribution.json is wrong");
  }

  @Test
  void garbage() throws Exception {
    byte[] noise = new byte[10 << 20];
    new Random(1).nextBytes(noise);
    Files.write(file, noise);
    refused("cannot be taken");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(noise);
    }
    refused("cannot be taken");
    Files.write(file, new byte[0]);
    refused("cannot be taken");
    Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 0});
    refused("cannot be taken");
  }

  @Test
  void anArchiveThatWasCutOff() throws Exception {
    start().file(ID + "/jars/a.jar", CONTENT, 0644).writeTo(file);
    byte[] whole = Files.readAllBytes(file);
    for (int part = 1; part < 4; part++) {
      Files.write(file, Arrays.copyOf(whole, whole.length * part / 4));
      refused("cannot be taken");
    }
  }

  @Test
  void aHeaderThatUnfoldsToGigabytes() throws Exception {
    byte[] tar = start().plain();
    byte[] header = Arrays.copyOf(tar, 512);
    System.arraycopy("././@LongLink".getBytes(StandardCharsets.US_ASCII), 0, header, 0, 13);
    Arrays.fill(header, 13, 100, (byte) 0);
    header[156] = 'L';
    size(header, 6L << 30);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(header);
      byte[] zeros = new byte[1 << 20];
      Arrays.fill(zeros, (byte) 'x');
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
    }
    refused("cannot be taken");
  }

  @Test
  void aLockFileThatUnfoldsToGigabytes() throws Exception {
    byte[] header = Arrays.copyOf(start().plain(), 512);
    size(header, 6L << 30);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(header);
      out.write(new byte[4 << 20]);
    }
    refused("has 6442450944 bytes");
  }

  /** Writes size and checksum of a tar header (POSIX ustar: size at 124, checksum at 148). */
  private static void size(byte[] header, long size) {
    byte[] octal = String.format("%011o", size).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octal, 0, header, 124, 11);
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte one : header) {
      sum += one & 0xff;
    }
    System.arraycopy(
        String.format("%06o", sum).getBytes(StandardCharsets.US_ASCII), 0, header, 148, 6);
    header[154] = 0;
  }

  @Test
  void aFileThatIsNotThere() {
    assertThatThrownBy(() -> distributions.take(folder.resolve("none"), Cancellation.NONE))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    assertThatThrownBy(() -> distributions.take(folder, Cancellation.NONE))
        .isInstanceOf(MusterException.class);
  }

  @Test
  void stoppedHalfWay() throws IOException {
    start().file(ID + "/jars/a.jar", CONTENT, 0644).writeTo(file);
    assertThatThrownBy(() -> distributions.take(file, () -> true))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INTERRUPTED));
    nothingStays();
  }
}
