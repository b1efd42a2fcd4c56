package dev.muster.core.pipeline;

import dev.muster.core.Services;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.Distributions;
import dev.muster.spi.distribution.FetchListener;
import dev.muster.spi.distribution.FetchOptions;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds Spark on this machine: the folder that was named, {@code SPARK_HOME}, else the distribution
 * that Muster resolves, which is fetched once.
 */
final class SparkPlace implements Supplier<Path> {

  private static final String NAME = "spark";

  private final Services services;
  private final PipelineOptions options;
  private final PipelineListener listener;
  private final Cancellation cancellation;
  private @Nullable Path found;

  SparkPlace(
      Services services,
      PipelineOptions options,
      PipelineListener listener,
      Cancellation cancellation) {
    this.services = services;
    this.options = options;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /** The folder that the user has named, by an option or in the environment; null for none. */
  static @Nullable String named(Services services, PipelineOptions options) {
    String home = options.sparkHome();
    String variable = services.environment().getOrDefault("SPARK_HOME", "");
    return home != null
        ? home
        : variable.isEmpty() || options.sparkVersion() != null ? null : variable;
  }

  @Override
  public synchronized Path get() {
    Path known = found;
    if (known == null) {
      String named = named(services, options);
      known = named == null ? resolve() : Path.of(named).toAbsolutePath();
      found = known;
    }
    return known;
  }

  private Path resolve() {
    Distributions distributions = services.distributions().get();
    DistributionSpec spec = new DistributionSpec(NAME, options.sparkVersion(), null);
    FetchListener lines =
        new FetchListener() {
          @Override
          public void message(String line) {
            listener.message(line);
          }
        };
    try {
      Distribution spark = distributions.resolve(spec, FetchOptions.online(cancellation, lines));
      listener.message("Spark " + spark.version() + " of Muster's cache is used");
      return distributions.unfold(spark, cancellation);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MusterException(ErrorKind.INTERRUPTED, "interrupted while Spark was fetched");
    } catch (MusterException e) {
      throw new MusterException(
          e.kind(),
          "no Spark is named, and none can be fetched: " + e.getMessage(),
          "--spark-home FOLDER, or export SPARK_HOME; or: muster distribution fetch spark",
          e);
    }
  }
}
