package dev.muster.cli.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where packages are installed. */
final class PackageTarget {

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      description = "On all hosts of this cluster.")
  @Nullable String cluster;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "In this folder of this machine: DIR/NAME/VERSION-HASH.")
  @Nullable Path into;
}
