package dev.muster.packages.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionFile;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.FetchListener;
import dev.muster.spi.distribution.FetchOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spark itself, from where this machine's Maven gets its files: 300 MB a version. */
@Tag("long")
class RealSparkIT {

  @TempDir Path folder;

  private Distribution resolve(String spec) throws InterruptedException {
    return new CachedDistributions(folder.resolve("cache"), System.getenv())
        .resolve(
            DistributionSpec.parse(spec),
            FetchOptions.online(Cancellation.NONE, FetchListener.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark:4.1.1", "spark:3.5.6"})
  void resolvesAndRuns(String spec) throws Exception {
    Distribution spark;
    try {
      spark = resolve(spec);
    } catch (MusterException e) {
      assumeThat(e.kind())
          .as("no Maven repository is reached, or it lacks Spark: " + e.getMessage())
          .isNotIn(ErrorKind.UNAVAILABLE, ErrorKind.NOT_FOUND, ErrorKind.TIMEOUT);
      throw e;
    }
    assertThat(spark.files()).hasSizeGreaterThan(100);
    long begun = System.nanoTime();
    assertThat(resolve(spec)).isEqualTo(spark);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    String classpath =
        String.join(
            ":", spark.files().stream().map(DistributionFile::path).map(Path::toString).toList());
    Process version =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classpath,
                "org.apache.spark.deploy.SparkSubmit",
                "--version")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    assertThat(version.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("out")).content().contains("version " + spark.version());
  }
}
