package dev.muster.packages.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.Distribution.Origin;
import dev.muster.spi.distribution.DistributionFile;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.FetchOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Carrying a distribution to a machine without a network. */
class BundleIT {

  @TempDir Path folder;
  private MavenWorld world;
  private CachedDistributions elsewhere;

  @BeforeEach
  void open() {
    world = new MavenWorld(folder.resolve("here"));
    elsewhere =
        new CachedDistributions(
            folder.resolve("there"), Map.of("HOME", folder.toString(), "PATH", ""));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatWasBundledHereResolvesOfflineThere() throws Exception {
    Distribution spark = world.resolve();
    Path file = folder.resolve("spark.tar.gz");
    world.distributions().bundle(spark, file, Cancellation.NONE);
    Distribution taken = elsewhere.take(file, Cancellation.NONE);
    assertThat(taken.digest()).isEqualTo(spark.digest());
    assertThat(taken.id()).isEqualTo(spark.id());
    assertThat(
            elsewhere.resolve(
                DistributionSpec.of("spark"), FetchOptions.offline(Cancellation.NONE)))
        .isEqualTo(taken);
    for (DistributionFile one : taken.files()) {
      assertThat(one.path()).startsWith(folder.resolve("there"));
      assertThat(Files.mismatch(one.path(), spark.find(one.name()).orElseThrow())).isEqualTo(-1);
    }
  }

  @Test
  void theSameDistributionGivesTheSameBytes() throws Exception {
    Distribution spark = world.resolve();
    Path first = folder.resolve("a.tgz");
    Path second = folder.resolve("b.tgz");
    world.distributions().bundle(spark, first, Cancellation.NONE);
    elsewhere.bundle(elsewhere.take(first, Cancellation.NONE), second, Cancellation.NONE);
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    assertThat(MavenWorld.files(folder)).noneMatch(name -> name.contains("fresh"));
  }

  @Test
  void aDamagedFileIsNotBundled() throws Exception {
    Distribution spark = world.resolve();
    byte[] content = Files.readAllBytes(spark.files().get(0).path());
    content[3] ^= 1;
    Files.write(spark.files().get(0).path(), content);
    Path file = folder.resolve("spark.tar.gz");
    assertThatThrownBy(() -> world.distributions().bundle(spark, file, Cancellation.NONE))
        .isInstanceOfSatisfying(
            MusterException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID))
        .hasMessageContaining("is damaged in the cache");
    assertThat(file).doesNotExist();
  }

  @Test
  void bundlingCanBeStopped() throws Exception {
    Distribution spark = world.resolve();
    assertThatThrownBy(() -> world.distributions().bundle(spark, folder.resolve("x"), () -> true))
        .hasMessageContaining("stopped");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void sparksOwnArchiveIsADistribution() throws Exception {
    Distribution taken;
    try (Tars archive = new Tars()) {
      archive
          .file("spark-3.5.6-bin-hadoop3/RELEASE", "Spark 3.5.6")
          .file("spark-3.5.6-bin-hadoop3/jars/spark-core_2.12-3.5.6.jar", "core")
          .file("spark-3.5.6-bin-hadoop3/jars/lib.jar", "lib")
          .file(
              "spark-3.5.6-bin-hadoop3/bin/spark-submit",
              "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8),
              0755)
          .file("spark-3.5.6-bin-hadoop3/python/lib/pyspark.zip", "zip")
          .file("spark-3.5.6-bin-hadoop3/python/test_support/odd name.txt", "not needed")
          .symlink("spark-3.5.6-bin-hadoop3/examples/latest", "../../..")
          .file("spark-3.5.6-bin-hadoop3/data/x.csv", "not needed");
      taken = elsewhere.take(archive.writeTo(folder.resolve("spark.tgz")), Cancellation.NONE);
    }
    assertThat(taken.version()).isEqualTo("3.5.6");
    assertThat(taken.scala()).isEqualTo("2.12");
    assertThat(taken.origin()).isEqualTo(Origin.TARBALL);
    assertThat(taken.files())
        .extracting(file -> file.name() + (file.executable() ? "*" : ""))
        .containsExactly(
            "RELEASE",
            "bin/spark-submit*",
            "jars/lib.jar",
            "jars/spark-core_2.12-3.5.6.jar",
            "python/lib/pyspark.zip");
    FetchOptions offline = FetchOptions.offline(Cancellation.NONE);
    assertThat(elsewhere.resolve(DistributionSpec.parse("spark:3.5.6"), offline)).isEqualTo(taken);
    Path carried = folder.resolve("carried.tgz");
    elsewhere.bundle(taken, carried, Cancellation.NONE);
    assertThat(world.distributions().take(carried, Cancellation.NONE).digest())
        .isEqualTo(taken.digest());
  }

  @Test
  void aResolvedOneGoesBeforeAnArchiveOfTheSameVersion() throws Exception {
    Path file;
    try (Tars archive = new Tars()) {
      archive.file("spark/jars/spark-core_2.13-4.1.1.jar", "core");
      file = archive.writeTo(folder.resolve("spark.tgz"));
    }
    Distribution taken = world.distributions().take(file, Cancellation.NONE);
    assertThat(world.resolve()).as("the archive will do").isEqualTo(taken);
    assertThat(world.maven.requests()).isEmpty();
    world.distributions().remove(taken, false, Cancellation.NONE);
    Distribution resolved = world.resolve();
    world.distributions().take(file, Cancellation.NONE);
    assertThat(world.resolve()).isEqualTo(resolved);
    assertThat(world.resolve("spark@" + taken.digest())).isEqualTo(taken);
    assertThat(world.distributions().list()).isEqualTo(List.of(resolved, taken));
  }
}
