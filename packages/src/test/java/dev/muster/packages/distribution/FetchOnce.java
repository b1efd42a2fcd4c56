package dev.muster.packages.distribution;

import dev.muster.spi.Cancellation;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.FetchListener;
import dev.muster.spi.distribution.FetchOptions;
import java.nio.file.Path;

/** A process of its own that resolves a distribution and prints its id, digest and size. */
final class FetchOnce {

  private FetchOnce() {}

  public static void main(String[] args) throws Exception {
    long begun = System.nanoTime();
    FetchListener listener =
        new FetchListener() {
          @Override
          public void message(String line) {
            System.err.println(line);
            System.err.flush();
          }
        };
    try {
      Distribution resolved =
          new CachedDistributions(Path.of(args[0]), System.getenv())
              .resolve(
                  DistributionSpec.parse(args[1]),
                  FetchOptions.online(Cancellation.NONE, listener));
      System.out.printf(
          "%s %s %d files %d bytes %d ms%n",
          resolved.id(),
          resolved.digest(),
          resolved.files().size(),
          resolved.size(),
          (System.nanoTime() - begun) / 1_000_000);
    } catch (MusterException e) {
      System.out.println(e.kind() + ": " + e.getMessage() + "\n  try: " + e.hint());
      System.exit(1);
    }
  }
}
