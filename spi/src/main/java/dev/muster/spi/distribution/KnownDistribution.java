package dev.muster.spi.distribution;

import java.util.List;

/**
 * A distribution that Muster knows how to resolve.
 *
 * @param name for instance {@code spark}
 * @param defaultVersion taken when none is named
 * @param versions that were tried, newest first; others are resolved by the same rule
 * @param note what it has and has not, one line
 */
public record KnownDistribution(
    String name, String defaultVersion, List<String> versions, String note) {
  public KnownDistribution {
    versions = List.copyOf(versions);
  }
}
