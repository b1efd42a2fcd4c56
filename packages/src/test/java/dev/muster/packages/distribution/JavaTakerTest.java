package dev.muster.packages.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.Cancellation;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JDKs that are taken in, as folders and as archives, good and bad. */
class JavaTakerTest {

  private static final byte[] PROGRAM = "program".getBytes(StandardCharsets.UTF_8);
  private static final String RELEASE = "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.15\"\n";

  @TempDir Path folder;
  private CachedDistributions distributions;
  private Path jdk;

  @BeforeEach
  void open() throws Exception {
    distributions = new CachedDistributions(folder.resolve("cache"), Map.of());
    jdk = folder.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.write(jdk.resolve("bin/java"), PROGRAM);
    assertThat(jdk.resolve("bin/java").toFile().setExecutable(true)).isTrue();
    Files.writeString(jdk.resolve("release"), RELEASE);
  }

  private Distribution take(Path given) throws InterruptedException {
    return distributions.takeJava(given, Cancellation.NONE);
  }

  private void refused(Path given, String... words) {
    assertThatThrownBy(() -> take(given))
        .isInstanceOf(MusterException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
    assertThat(distributions.list()).isEmpty();
    assertThat(MavenWorld.files(folder.resolve("cache/files"))).isEmpty();
  }

  private static Tars tar() {
    return new Tars().file("jdk-17/release", RELEASE).file("jdk-17/bin/java", PROGRAM, 0755);
  }

  @Test
  void aFolderBringsWhatItsLinksLeadTo() throws Exception {
    Path conf = Files.writeString(folder.resolve("java.security"), "settings");
    Files.createDirectories(jdk.resolve("conf"));
    Files.createSymbolicLink(jdk.resolve("conf/java.security"), conf);
    Files.createSymbolicLink(jdk.resolve("src.zip"), folder.resolve("nowhere"));
    Distribution java = take(jdk);
    assertThat(java.name() + " " + java.version()).isEqualTo("java 17.0.15");
    assertThat(java.files())
        .extracting(DistributionFile::name)
        .containsExactly("bin/java", "conf/java.security", "release");
    Path tree = distributions.unfold(java, Cancellation.NONE);
    assertThat(tree.resolve("conf/java.security")).isRegularFile().hasContent("settings");
    assertThat(tree.resolve("bin/java")).isExecutable();
    Files.writeString(conf, "other");
    assertThat(tree.resolve("conf/java.security")).as("its own").hasContent("settings");
    assertThat(take(jdk).digest()).isNotEqualTo(java.digest());
  }

  @Test
  void anArchiveIsTheSameAsItsFolder() throws Exception {
    Files.createDirectories(jdk.resolve("lib/server"));
    Files.writeString(jdk.resolve("lib/libjsig.so"), "lib");
    Files.createSymbolicLink(jdk.resolve("lib/server/libjsig.so"), Path.of("../libjsig.so"));
    try (Tars tar = tar()) {
      Path file =
          tar.symlink("jdk-17/lib/server/libjsig.so", "../libjsig.so")
              .file("jdk-17/lib/libjsig.so", "lib")
              .writeTo(folder.resolve("jdk.tar.gz"));
      assertThat(take(file).digest()).isEqualTo(take(jdk).digest());
    }
  }

  @Test
  void whatIsNoJavaIsRefusedWhole() throws Exception {
    refused(folder.resolve("nothing"), "there is no folder or file");
    Files.writeString(jdk.resolve("release"), "OS_NAME=\"Linux\"\n");
    refused(jdk, "states no JAVA_VERSION");
    Files.delete(jdk.resolve("release"));
    refused(jdk, "it has no release");
    Files.writeString(jdk.resolve("release"), RELEASE);
    assertThat(jdk.resolve("bin/java").toFile().setExecutable(false)).isTrue();
    refused(jdk, "it has no program bin/java");
    refused(Files.writeString(folder.resolve("text"), "no archive"), "is no JDK");
  }

  @Test
  void archivesThatLeadOutAreRefused() throws Exception {
    try (Tars out = tar();
        Tars circle = tar();
        Tars up = tar();
        Tars odd = tar()) {
      refused(
          out.symlink("jdk-17/lib/x", "../../../etc/passwd").writeTo(folder.resolve("out.tgz")),
          "a link leads out of it");
      refused(
          circle.symlink("jdk-17/a", "b").symlink("jdk-17/b", "a").writeTo(folder.resolve("c.tgz")),
          "in a circle");
      refused(up.file("jdk-17/../../x", "x").writeTo(folder.resolve("up.tgz")), "leads out");
      refused(odd.file("jdk-17/a b", "x").writeTo(folder.resolve("odd.tgz")), "an odd name");
    }
  }
}
