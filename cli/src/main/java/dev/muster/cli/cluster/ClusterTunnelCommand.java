package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.config.hosts.HostExpressions;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterHosts;
import dev.muster.core.cluster.NodeSelection;
import dev.muster.model.Cluster;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.Tunnel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster tunnel CLUSTER PORT}. */
@Command(name = "tunnel")
public final class ClusterTunnelCommand extends NamedClusterCommand {

  private static final int LAST_PORT = 65_535;

  @Parameters(
      index = "1",
      paramLabel = "PORT",
      description = "A port of the host, for instance 8080.")
  int port;

  @Option(names = "--on", paramLabel = "HOST", description = "Which host (default: the head).")
  @Nullable String host;

  @Option(
      names = "--to",
      paramLabel = "ADDRESS",
      description = "Where the port is, seen from the host (default: ${DEFAULT-VALUE}).")
  String address = "localhost";

  @Option(
      names = {"-l", "--local-port"},
      paramLabel = "PORT",
      description = "The port here (default: any that is free).")
  int localPort;

  @Mixin ReachOptions reach = new ReachOptions();

  public ClusterTunnelCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    if (port < 1 || port > LAST_PORT || localPort < 0 || localPort > LAST_PORT) {
      throw usage("a port is 1 to " + LAST_PORT);
    }
    String named = host;
    NodeSelection selection =
        named == null
            ? new NodeSelection(NodeSelection.Role.HEAD, List.of())
            : new NodeSelection(
                NodeSelection.Role.ALL,
                HostExpressions.parse("--on", List.of(named), context().folder()));
    Cluster cluster = cluster(services);
    try (ClusterProgress progress = new ClusterProgress(console());
        ClusterHosts hosts =
            ClusterHosts.open(services, cluster, selection, reach.reach(), progress);
        Tunnel tunnel = hosts.fleet().tunnel(hosts.addresses().get(0), address, port, localPort)) {
      Console console = console();
      String here = "127.0.0.1:" + tunnel.localPort();
      console.json(
          Console.object(
              "event", "open", "address", here, "host", hosts.addresses().get(0).toString()));
      console.print(
          "http://"
              + here
              + " leads to "
              + address
              + ":"
              + port
              + " on "
              + hosts.addresses().get(0));
      console.say("Ctrl-C closes it");
      context().terminal().out().flush();
      tunnel.await();
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          "the connection to " + hosts.addresses().get(0) + " is lost",
          "run the same command again");
    }
  }
}
