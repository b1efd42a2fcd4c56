package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.core.cluster.ClusterHosts;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster put CLUSTER LOCAL REMOTE}. */
@Command(name = "put")
public final class ClusterPutCommand extends CopyCommand {

  @Parameters(index = "1", paramLabel = "LOCAL", description = "A file or folder here.")
  Path local = Path.of("");

  @Parameters(
      index = "2",
      paramLabel = "REMOTE",
      description = "The path that it gets there; with / at its end the folder it is put into.")
  String remote = "";

  @Option(
      names = "--chain",
      paramLabel = "WHEN",
      description =
          "Let hosts pass the bytes on to each other: auto, on, off (default: ${DEFAULT-VALUE}).")
  String chain = "auto";

  public ClusterPutCommand(CliContext context) {
    super(context);
  }

  @Override
  List<CopyResult> copy(ClusterHosts hosts, CopyOptions options, CopyListener listener) {
    CopyOptions.Chain how =
        switch (chain) {
          case "auto" -> CopyOptions.Chain.AUTO;
          case "on" -> CopyOptions.Chain.ON;
          case "off" -> CopyOptions.Chain.OFF;
          default -> throw usage("--chain takes auto, on or off, not " + chain);
        };
    return hosts
        .fleet()
        .put(
            hosts.addresses(),
            context().folder().resolve(local),
            remote,
            options.withChain(how),
            listener);
  }
}
