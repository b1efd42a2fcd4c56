package dev.muster.cli.job;

import dev.muster.core.Services;
import dev.muster.core.cluster.InstalledPackage;
import dev.muster.core.cluster.Reach;
import dev.muster.model.Cluster;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.packaging.PackageRef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What of an installed package a job runs. */
final class JobPackageOptions {

  @Option(
      names = "--package",
      paramLabel = "NAME[@RELEASE]",
      description =
          "Run this package that is installed on the cluster: its entry with the words as arguments;"
              + " with --class a class of its jar that is the first word, relative to its code/.")
  @Nullable String named;

  @Option(
      names = "--entry",
      paramLabel = "FILE",
      description = "With --package: another file of its code/ than its entry.")
  @Nullable String entry;

  boolean given() {
    return named != null;
  }

  /** The release that all hosts of a cluster have. */
  InstalledPackage require(Services services, Cluster cluster) {
    try {
      return InstalledPackage.require(
          services, cluster, PackageRef.parse(String.valueOf(named)), Reach.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw new MusterException(ErrorKind.USAGE, "--package: " + e.getMessage(), null, e);
    }
  }
}
