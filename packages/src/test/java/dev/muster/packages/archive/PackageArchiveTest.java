package dev.muster.packages.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.model.Digest;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.FileParts;
import dev.muster.spi.packaging.PackageContents;
import dev.muster.spi.packaging.PackageContents.Signature;
import dev.muster.spi.packaging.PackageHead;
import dev.muster.spi.packaging.PackageItem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages as archives: the same bytes for the same files, and nobody's tricks. */
class PackageArchiveTest {

  private static final PackageHead HEAD =
      new PackageHead("demo", "1.0", "code/main.py", null, null, null, null);
  private static final String ODD = "code/it's \"odd\", é 漢.txt";

  @TempDir Path folder;
  private final TarPackages packages = new TarPackages();
  private PackageContents written;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    written = write("a.tar", null);
    file = written.file();
  }

  private List<PackageItem> items() throws IOException {
    Path big = folder.resolve("big");
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    Files.write(big, bytes);
    return List.of(
        PackageItem.file("jars/big.jar", big, false, "maven g:big:1", List.of("Apache-2.0")),
        PackageItem.text("code/main.py", "print('hello')\n", false),
        PackageItem.text(ODD, "odd\n", false),
        PackageItem.text("bin/run.sh", "#!/bin/sh\n", true));
  }

  private PackageContents write(String name, Path key) throws IOException {
    return packages.write(
        HEAD, items(), id -> folder.resolve(name), key, bytes -> {}, Cancellation.NONE);
  }

  private PackageContents verify(Path archive) {
    return packages.verify(archive, null, bytes -> {}, Cancellation.NONE);
  }

  private static void refused(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MusterException.class,
            e -> {
              assertThat(e.kind()).as(e.getMessage()).isEqualTo(ErrorKind.INVALID);
              for (String word : words) {
                assertThat(e.getMessage()).contains(word);
              }
            });
  }

  @Test
  void sameFilesGiveSameBytes() throws IOException {
    Path other = write("b.tar", null).file();
    Files.setLastModifiedTime(folder.resolve("big"), FileTime.fromMillis(0));
    assertThat(other).hasSameBinaryContentAs(file);
    assertThat(verify(file).id()).isEqualTo(written.id());
    assertThat(written.id().toString()).matches("demo-1\\.0-[0-9a-f]{16}");
    assertThat(written.manifest().files())
        .extracting(each -> each.name())
        .containsExactly("bin/run.sh", ODD, "code/main.py", "jars/big.jar");
  }

  @Test
  void compressedIsTheSamePackage() throws IOException {
    PackageContents small = write("a.tar.gz", null);
    assertThat(small.id()).isEqualTo(written.id());
    assertThat(verify(small.file()).manifest()).isEqualTo(written.manifest());
    assertThat(Files.size(small.file())).isLessThan(Files.size(file));
  }

  @Test
  void unpacksWhatWasPacked() throws IOException {
    Path to = folder.resolve("to");
    packages.unpack(file, null, to, bytes -> {}, Cancellation.NONE);
    assertThat(to.resolve(ODD)).hasContent("odd");
    assertThat(to.resolve("jars/big.jar")).hasSameBinaryContentAs(folder.resolve("big"));
    assertThat(Files.isExecutable(to.resolve("bin/run.sh"))).isTrue();
    assertThat(to.resolve("code/main.py")).isRegularFile();
    assertThat(Files.readString(to.resolve("SHA256SUMS")))
        .contains("  manifest.json\n", "  " + ODD + "\n");
    assertThat(packages.extract(file, Set.of("code/main.py", "none")))
        .containsOnlyKeys("code/main.py")
        .hasEntrySatisfying(
            "code/main.py", bytes -> assertThat(bytes).asString().isEqualTo("print('hello')\n"));
  }

  /** What is copied to hosts is what would have been unpacked. */
  @Test
  void saysWhereItsFilesStand() throws Exception {
    Path key =
        pem(
            "key.pem",
            "PRIVATE KEY",
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded());
    for (String name : List.of("plain.tar", "signed.tar", "small.tar.gz")) {
      Path archive = write(name, name.startsWith("signed") ? key : null).file();
      Path to = folder.resolve("to-" + name);
      packages.unpack(archive, null, to, bytes -> {}, Cancellation.NONE);
      Path scratch = folder.resolve("scratch-" + name);
      FileParts files =
          packages.parts(archive, null, () -> scratch, bytes -> {}, Cancellation.NONE);
      assertThat(Files.exists(scratch)).isEqualTo(name.endsWith(".gz"));
      assertThat(files.parts())
          .extracting(FileParts.Part::path)
          .contains("SHA256SUMS", "manifest.json", ODD, "jars/big.jar")
          .hasSize(name.startsWith("signed") ? 7 : 6);
      for (FileParts.Part part : files.parts()) {
        byte[] all = Files.readAllBytes(part.file());
        byte[] bytes =
            Arrays.copyOfRange(all, (int) part.offset(), (int) (part.offset() + part.size()));
        assertThat(bytes).as(part.path()).isEqualTo(Files.readAllBytes(to.resolve(part.path())));
        assertThat(HexFormat.of().formatHex(Digest.sha256().digest(bytes)))
            .isEqualTo(part.sha256());
        assertThat(part.executable()).isEqualTo(Files.isExecutable(to.resolve(part.path())));
      }
    }
  }

  /** Whichever bit is wrong, the package is refused; a bit of padding changes nothing. */
  @Test
  void aFlippedBitIsFoundWhereverItIs() throws IOException {
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] bad = good.clone();
      int at = i < 200 ? random.nextInt(12_000) : random.nextInt(bad.length);
      bad[at] ^= (byte) (1 << random.nextInt(8));
      Path broken = Files.write(folder.resolve("broken.tar"), bad);
      try {
        assertThat(verify(broken).id()).as("bit at " + at).isEqualTo(written.id());
        Path to = folder.resolve("to" + i);
        packages.unpack(broken, null, to, bytes -> {}, Cancellation.NONE);
        assertThat(to.resolve("jars/big.jar")).hasSameBinaryContentAs(folder.resolve("big"));
        assertThat(to.resolve("code/main.py")).hasContent("print('hello')");
      } catch (MusterException e) {
        assertThat(e.kind()).as("bit at %d: %s", at, e.getMessage()).isEqualTo(ErrorKind.INVALID);
      }
    }
  }

  @Test
  void aFlippedByteIsNamed() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 100_000] ^= 1;
    Files.write(file, bytes);
    refused(() -> verify(file), "jars/big.jar has not the sha256", "a.tar");
  }

  @Test
  void whatIsCutOrGarbageIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 1, 600, 3_000, bytes.length / 2}) {
      Path cut = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(bytes, length));
      refused(() -> verify(cut));
    }
    byte[] garbage = new byte[10 << 20];
    new Random(3).nextBytes(garbage);
    refused(() -> verify(Files.write(folder.resolve("garbage"), garbage)));
    garbage[0] = 0x1f;
    garbage[1] = (byte) 0x8b;
    refused(() -> verify(Files.write(folder.resolve("garbage.gz"), garbage)));
    assertThatThrownBy(() -> verify(folder.resolve("none")))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
  }

  /** Changes entries of the good archive. */
  @FunctionalInterface
  private interface Trick {
    void on(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content) throws IOException;
  }

  private Path tricked(String more, Trick trick) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(file), "UTF-8");
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        trick.on(tar, entry, in.readAllBytes());
      }
      if (!more.isEmpty()) {
        put(tar, new TarArchiveEntry(more, true), new byte[] {1});
      }
    }
    return Files.write(folder.resolve("tricked.tar"), out.toByteArray());
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry given, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(given.getName(), true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static final Trick NONE = PackageArchiveTest::put;

  @Test
  void nothingLeadsOutOfIt() throws IOException {
    Path to = folder.resolve("to");
    for (String name :
        List.of("../evil", "/etc/evil", written.id() + "/../../evil", written.id() + "/evil")) {
      Path evil = tricked(name, NONE);
      refused(() -> packages.unpack(evil, null, to, bytes -> {}, Cancellation.NONE), "tricked.tar");
      assertThat(folder.resolve("evil")).doesNotExist();
      assertThat(to.resolve("evil")).doesNotExist();
    }
  }

  @Test
  void noLinkTakesThePlaceOfAFile() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "untouched");
    Path evil =
        tricked(
            "",
            (tar, entry, content) -> {
              if (entry.getName().endsWith("main.py")) {
                TarArchiveEntry link =
                    new TarArchiveEntry(entry.getName(), TarConstants.LF_SYMLINK);
                link.setLinkName(victim.toString());
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
              }
              put(tar, entry, content);
            });
    Path to = folder.resolve("to");
    refused(() -> packages.unpack(evil, null, to, bytes -> {}, Cancellation.NONE), "main.py");
    assertThat(victim).hasContent("untouched");
  }

  @Test
  void whatIsMissingTwiceOrMoreIsRefused() throws IOException {
    refused(
        () ->
            verify(
                tricked(
                    "",
                    (tar, entry, content) -> {
                      if (!entry.getName().endsWith("run.sh")) {
                        put(tar, entry, content);
                      }
                    })),
        "1 files are missing, for instance bin/run.sh");
    refused(
        () ->
            verify(
                tricked(
                    "",
                    (tar, entry, content) -> {
                      put(tar, entry, content);
                      if (entry.getName().endsWith("run.sh")) {
                        put(tar, entry, content);
                      }
                    })),
        "does not state");
    refused(
        () ->
            verify(
                tricked(
                    "",
                    (tar, entry, content) ->
                        put(
                            tar,
                            entry,
                            entry.getName().endsWith("big.jar") ? new byte[400_000] : content))),
        "400000 bytes where 300000 are stated");
  }

  /** A gigabyte of zeros in a megabyte of gzip is not read to its end. */
  @Test
  void aBombIsNotUnfolded() throws IOException {
    Path bomb = folder.resolve("bomb.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      TarArchiveEntry entry = new TarArchiveEntry("demo-1.0-0000000000000000/SHA256SUMS", true);
      entry.setSize(1L << 30);
      tar.putArchiveEntry(entry);
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 1 << 10; i++) {
        tar.write(zeros);
      }
      tar.closeArchiveEntry();
    }
    refused(() -> verify(bomb), "SHA256SUMS has 1073741824 bytes");
  }

  @Test
  void aSignatureIsComparedWithTheTrustedKey() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path key = pem("key.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
    Path trusted = pem("key.pub", "PUBLIC KEY", pair.getPublic().getEncoded());
    Path wrong = pem("other.pub", "PUBLIC KEY", other.getPublic().getEncoded());
    PackageContents signed = write("signed.tar", key);
    assertThat(signed.id()).isEqualTo(written.id());
    assertThat(verify(signed.file()).signature()).isEqualTo(Signature.UNCHECKED);
    assertThat(packages.read(signed.file(), trusted).signature()).isEqualTo(Signature.GOOD);
    refused(() -> packages.read(signed.file(), wrong), "not by the holder of");
    refused(() -> packages.read(file, trusted), "is not signed");
    refused(() -> packages.read(signed.file(), key), "is no public key");
    refused(() -> write("c.tar", trusted), "is no private key");
    assertThat(folder.resolve("c.tar")).doesNotExist();
  }

  private Path pem(String name, String label, byte[] der) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN "
            + label
            + "-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END "
            + label
            + "-----\n");
  }

  @Test
  void aFileThatChangesMeanwhileIsNotPacked() {
    PackageItem grows =
        new PackageItem(
            "code/grows",
            () -> new ByteArrayInputStream("more".getBytes(StandardCharsets.UTF_8)),
            2,
            null,
            false,
            "project",
            List.of());
    assertThatThrownBy(
            () ->
                packages.write(
                    new PackageHead("demo", "1", null, null, null, null, null),
                    List.of(grows),
                    id -> folder.resolve("no.tar"),
                    null,
                    bytes -> {},
                    Cancellation.NONE))
        .hasMessageContaining("code/grows has grown");
    assertThat(folder.resolve("no.tar")).doesNotExist();
    assertThat(folder.toFile().list()).noneMatch(name -> name.contains("fresh"));
  }

  @Test
  void namesThatCannotBeAreRefused() {
    for (String name :
        List.of("a\nb", "../a", "/a", "a//b", "a\\b", "", "a/./b", "x".repeat(300))) {
      refused(
          () ->
              packages.write(
                  new PackageHead("demo", "1", null, null, null, null, null),
                  List.of(PackageItem.text(name, "x", false)),
                  id -> folder.resolve("no.tar"),
                  null,
                  bytes -> {},
                  Cancellation.NONE),
          "cannot be the name of a file");
    }
    assertThat(Map.of("left", folder.toFile().list((dir, each) -> each.startsWith("no"))))
        .allSatisfy((what, files) -> assertThat(files).isEmpty());
  }
}
