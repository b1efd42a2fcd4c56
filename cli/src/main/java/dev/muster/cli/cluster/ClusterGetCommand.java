package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.core.cluster.ClusterHosts;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster cluster get CLUSTER REMOTE LOCAL}. */
@Command(name = "get")
public final class ClusterGetCommand extends CopyCommand {

  @Parameters(index = "1", paramLabel = "REMOTE", description = "A file or folder on the hosts.")
  String remote = "";

  @Parameters(
      index = "2",
      paramLabel = "LOCAL",
      description = "Where to; {host} in it stands for the host's name.")
  String local = "";

  public ClusterGetCommand(CliContext context) {
    super(context);
  }

  @Override
  List<CopyResult> copy(ClusterHosts hosts, CopyOptions options, CopyListener listener) {
    String end = local.endsWith("/") ? "/" : "";
    return hosts
        .fleet()
        .get(hosts.addresses(), remote, context().folder().resolve(local) + end, options, listener);
  }
}
