package dev.muster.cli.cluster;

import dev.muster.config.hosts.HostExpressions;
import dev.muster.core.cluster.NodeSelection;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which nodes of a cluster. */
final class SelectionOptions {

  @Option(names = "--head", description = "On the head only.")
  boolean head;

  @Option(names = "--workers", description = "On the workers only.")
  boolean workers;

  @Option(
      names = "--on",
      paramLabel = "HOSTS",
      description = "On these hosts of the cluster only, for instance host[2-3].")
  List<String> hosts = new ArrayList<>();

  NodeSelection selection(Path folder) {
    if (head && workers) {
      throw new MusterException(
          ErrorKind.USAGE,
          "--head and --workers exclude each other",
          "without both, all are meant");
    }
    NodeSelection.Role role =
        head
            ? NodeSelection.Role.HEAD
            : workers ? NodeSelection.Role.WORKERS : NodeSelection.Role.ALL;
    return new NodeSelection(
        role, hosts.isEmpty() ? List.of() : HostExpressions.parse("--on", hosts, folder));
  }
}
