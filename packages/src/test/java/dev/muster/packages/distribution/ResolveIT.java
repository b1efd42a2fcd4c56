package dev.muster.packages.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionFile;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.FetchListener;
import dev.muster.spi.distribution.FetchOptions;
import dev.muster.testkit.maven.ScriptedMaven;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resolving against a repository that behaves. */
class ResolveIT {

  @TempDir Path folder;
  private MavenWorld world;

  @BeforeEach
  void open() {
    world = new MavenWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void takesWhatAProgramNeedsAndKeepsItByContent() throws Exception {
    Distribution spark = world.resolve();
    assertThat(spark.id()).isEqualTo("spark-4.1.1_2.13");
    assertThat(spark.files())
        .extracting(DistributionFile::name)
        .as("what tests need is left out, what runs is in")
        .containsExactly(
            "jars/lib-1.0.jar",
            "jars/newer-2.0.jar",
            "jars/spark-core_2.13-4.1.1.jar",
            "jars/spark-sql_2.13-4.1.1.jar");
    for (DistributionFile file : spark.files()) {
      assertThat(file.path()).startsWith(world.cache).hasFileName(file.sha256());
      assertThat(Hashing.of(file.path(), Hashing.Algorithm.SHA256)).isEqualTo(file.sha256());
      assertThat(Files.size(file.path())).isEqualTo(file.size());
    }
    assertThat(world.progress).last().extracting(FetchListener.Progress::files).isEqualTo(4);
    assertThat(world.progress)
        .last()
        .satisfies(last -> assertThat(last.bytes()).isGreaterThanOrEqualTo(14_000));
    assertThat(world.messages).singleElement().asString().contains("company " + world.maven.url());
  }

  @Test
  void secondResolveAsksNobody() throws Exception {
    Distribution first = world.resolve();
    world.maven.close();
    assertThat(world.resolve()).isEqualTo(first);
    assertThat(world.resolve("spark:4.1.1@" + first.digest().substring(0, 8))).isEqualTo(first);
    assertThat(
            world
                .distributions()
                .resolve(DistributionSpec.of("spark"), FetchOptions.offline(Cancellation.NONE)))
        .isEqualTo(first);
    assertThat(world.distributions().list()).containsExactly(first);
  }

  @Test
  void credentialsAndHeadersOfSettingsAreUsedForTheirMirrorOnly() throws Exception {
    world.settings(
        """
        <servers><server><id>company</id><username>anna</username><password>geheim</password>
        <configuration><httpHeaders><property><name>X-Team</name><value>blue</value></property>
        </httpHeaders></configuration></server></servers>
        <mirrors><mirror><id>company</id><mirrorOf>central</mirrorOf><url>%s</url></mirror></mirrors>
        """
            .formatted(world.maven.url()));
    world.maven.require(
        "Basic "
            + Base64.getEncoder()
                .encodeToString("anna:geheim".getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(world.resolve().files()).hasSize(4);
    assertThat(world.maven.headers())
        .allSatisfy(headers -> assertThat(headers.get("X-team")).containsExactly("blue"));
    assertThat(world.messages).noneMatch(line -> line.contains("geheim"));
  }

  @Test
  void variablesOfSettingsArePutIn() throws Exception {
    world.settings(
        "<mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf><url>${env.REPOSITORY}</url></mirror></mirrors>");
    CachedDistributions distributions =
        new CachedDistributions(
            world.cache,
            java.util.Map.of(
                "HOME", world.home.toString(), "PATH", "", "REPOSITORY", world.maven.url()));
    assertThat(
            distributions
                .resolve(DistributionSpec.of("spark"), world.online(Cancellation.NONE))
                .files())
        .hasSize(4);
  }

  @Test
  void aProfileMayNameAnotherDefaultRepository() throws Exception {
    world.settings(
        """
        <profiles><profile><id>inside</id><repositories><repository><id>central</id><url>%s</url>
        </repository></repositories></profile></profiles>
        <activeProfiles><activeProfile>inside</activeProfile></activeProfiles>
        """
            .formatted(world.maven.url()));
    assertThat(world.resolve().files()).hasSize(4);
  }

  @Test
  void installationsSettingsCountToo() throws Exception {
    Files.delete(world.home.resolve(".m2/settings.xml"));
    Path installed = folder.resolve("maven");
    MavenWorld.write(
        installed.resolve("conf/settings.xml"),
        "<settings><mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf><url>"
            + world.maven.url()
            + "</url></mirror></mirrors></settings>");
    Path launcher = installed.resolve("bin/mvn");
    MavenWorld.write(launcher, "#!/bin/sh\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("mvn"), launcher);
    CachedDistributions distributions =
        new CachedDistributions(
            world.cache,
            java.util.Map.of("HOME", world.home.toString(), "PATH", "/nowhere:" + bin));
    assertThat(
            distributions
                .resolve(DistributionSpec.of("spark"), world.online(Cancellation.NONE))
                .files())
        .hasSize(4);
  }

  @Test
  void whatTheUsersMavenHasIsNotFetchedAgainUnlessItIsDamaged() throws Exception {
    usersMavenHas(MavenWorld.LIB, world.maven.content(jar(MavenWorld.LIB)));
    byte[] damaged = world.maven.content(jar(MavenWorld.SQL));
    usersMavenHas(MavenWorld.SQL, damaged);
    damaged[7] ^= 1;
    Files.write(usersFile(jar(MavenWorld.SQL)), damaged);
    Distribution spark = world.resolve();
    assertThat(world.maven.jars())
        .contains(jar(MavenWorld.SQL), jar(MavenWorld.CORE))
        .doesNotContain(jar(MavenWorld.LIB));
    assertThat(Files.readAllBytes(spark.find("jars/spark-sql_2.13-4.1.1.jar").orElseThrow()))
        .isEqualTo(world.maven.content(jar(MavenWorld.SQL)));
    assertThat(Files.readAllBytes(usersFile(jar(MavenWorld.SQL))))
        .as("the user's own files are left alone")
        .isEqualTo(damaged);
    assertThat(MavenWorld.files(world.home.resolve(".m2/repository"))).hasSize(8);
  }

  private void usersMavenHas(String coordinates, byte[] jar) throws Exception {
    for (String extension : List.of("jar", "pom")) {
      String path = ScriptedMaven.path(coordinates, extension);
      Files.createDirectories(usersFile(path).getParent());
      Files.write(usersFile(path), extension.equals("jar") ? jar : world.maven.content(path));
      Files.write(usersFile(path + ".sha1"), world.maven.content(path + ".sha1"));
    }
  }

  private Path usersFile(String path) {
    return world.home.resolve(".m2/repository").resolve(path);
  }

  private static String jar(String coordinates) {
    return ScriptedMaven.path(coordinates, "jar");
  }

  @Test
  void aDamagedFileIsNoticedAndFetchedAgainAlone() throws Exception {
    Distribution first = world.resolve();
    world.maven.forget();
    Path lib = first.find("jars/lib-1.0.jar").orElseThrow();
    byte[] right = Files.readAllBytes(lib);
    Files.write(lib, new byte[] {1}, StandardOpenOption.WRITE);
    assertThat(world.resolve()).isEqualTo(first);
    assertThat(Files.readAllBytes(lib)).isEqualTo(right);
    assertThat(world.maven.jars()).containsExactly(jar(MavenWorld.LIB));

    Files.delete(lib);
    assertThat(world.resolve()).isEqualTo(first);
    assertThat(lib).hasBinaryContent(right);
    assertThat(world.maven.jars()).as("our own repository has it").hasSize(1);
  }

  @Test
  void aTouchedFileThatIsRightIsKept() throws Exception {
    Distribution first = world.resolve();
    world.maven.close();
    Path lib = first.find("jars/lib-1.0.jar").orElseThrow();
    Files.setLastModifiedTime(lib, java.nio.file.attribute.FileTime.fromMillis(0));
    assertThat(world.resolve()).isEqualTo(first);
  }

  @Test
  void aDamagedLockFileIsMadeAgain() throws Exception {
    Distribution first = world.resolve();
    Path lock = world.cache.resolve("distributions/spark-4.1.1_2.13.json");
    String right = Files.readString(lock);
    Files.writeString(lock, right.substring(0, 300));
    assertThat(world.resolve()).isEqualTo(first);
    assertThat(lock).hasContent(right);
  }

  @Test
  void otherFilesUnderTheSameVersionAreRefused() throws Exception {
    Distribution first = world.resolve();
    Files.write(first.find("jars/lib-1.0.jar").orElseThrow(), new byte[] {1});
    world.maven.publish(MavenWorld.LIB, 3_001);
    assertThatThrownBy(() -> world.resolve())
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT))
        .hasMessageContaining(first.digest().substring(0, 8));
  }

  @Test
  void removingFreesWhatNobodyElseNeeds() throws Exception {
    Distribution first = world.resolve();
    String other = "org.apache.spark:spark-core_2.13:4.0.1";
    world.maven.publish(other, 1_000, MavenWorld.LIB);
    world.maven.publish("org.apache.spark:spark-sql_2.13:4.0.1", 1_000);
    Distribution older = world.resolve("spark:4.0.1");
    assertThat(world.distributions().remove(first, true, Cancellation.NONE)).isEqualTo(11_000);
    assertThat(world.distributions().list()).hasSize(2);
    assertThat(world.distributions().remove(first, false, Cancellation.NONE)).isEqualTo(11_000);
    assertThat(world.distributions().list()).containsExactly(older);
    assertThat(world.resolve("spark:4.0.1")).isEqualTo(older);
    assertThat(MavenWorld.files(world.cache.resolve("files"))).hasSize(3);
    assertThat(MavenWorld.files(world.cache.resolve("maven")))
        .as("jars that were removed are in our repository neither")
        .filteredOn(file -> file.endsWith(".jar"))
        .containsExactlyInAnyOrder(
            jar(MavenWorld.LIB), jar(other), jar("org.apache.spark:spark-sql_2.13:4.0.1"));
  }
}
