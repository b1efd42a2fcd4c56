package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.Table;
import dev.muster.cli.Texts;
import dev.muster.config.hosts.HostFolding;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.ClusterHosts;
import dev.muster.core.cluster.HostFacts;
import dev.muster.core.cluster.HostProblem;
import dev.muster.core.cluster.NodeSelection;
import dev.muster.model.Cluster;
import dev.muster.model.Node;
import dev.muster.model.ServiceRecord;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster cluster info CLUSTER}: -v names hosts, -vv asks them, -vvv says all. */
@Command(name = "info")
public final class ClusterInfoCommand extends NamedClusterCommand {

  private static final int ASK = 2;
  private static final int ALL = 3;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "Until a host has said how it is (default: ${DEFAULT-VALUE}).")
  String timeout = "30s";

  @Mixin ReachOptions reach = new ReachOptions();

  private final int least;

  public ClusterInfoCommand(CliContext context) {
    this(context, 0);
  }

  private ClusterInfoCommand(CliContext context, int least) {
    super(context);
    this.least = least;
  }

  /** {@code muster cluster status}: info that always asks the hosts. */
  public static ClusterInfoCommand status(CliContext context) {
    return new ClusterInfoCommand(context, ASK);
  }

  @Override
  ExitCode run(Services services) {
    Cluster cluster = cluster(services);
    ClusterCatalog catalog = new ClusterCatalog(services);
    List<Node> nodes = catalog.nodes(cluster);
    List<ServiceRecord> deployed = catalog.services(cluster);
    Console console = console();
    int level = Math.max(least, console.json() ? ASK : console.verbosity());
    ClusterHosts.LiveState live = level >= ASK ? live(services, cluster) : null;
    if (console.json()) {
      json(console, cluster, nodes, deployed, live);
    } else {
      head(console, services, cluster, nodes, deployed);
      if (live != null) {
        table(console, nodes, live, level);
        problems(console, live.problems());
      } else if (level > 0) {
        nodes.forEach(node -> console.print("  " + node.address() + "  " + role(node)));
      }
    }
    return live == null || live.problems().isEmpty() ? ExitCode.DONE : ExitCode.UNAVAILABLE;
  }

  private ClusterHosts.LiveState live(Services services, Cluster cluster) {
    Duration deadline = ReachOptions.time("--timeout", timeout);
    try (ClusterProgress progress = new ClusterProgress(console());
        ClusterHosts hosts =
            ClusterHosts.open(services, cluster, NodeSelection.ALL, reach.reach(), progress)) {
      return hosts.live(deadline);
    }
  }

  private static void head(
      Console console,
      Services services,
      Cluster cluster,
      List<Node> nodes,
      List<ServiceRecord> deployed) {
    console.print(console.bold("cluster " + cluster.name()) + "  " + cluster.state());
    line(console, "provider", cluster.provider());
    line(console, "owner", cluster.owner());
    line(
        console,
        "created",
        cluster.created()
            + ", idle "
            + Texts.age(Duration.between(cluster.used(), services.clock().instant())));
    line(
        console,
        "hosts",
        nodes.size() + ": " + HostFolding.fold(nodes.stream().map(Node::address).toList()));
    for (ServiceRecord service : deployed) {
      line(
          console,
          service.name(),
          service.version()
              + " "
              + service.state()
              + service.endpoints().entrySet().stream()
                  .map(entry -> "  " + entry.getKey() + " " + entry.getValue())
                  .collect(Collectors.joining()));
    }
  }

  private static void table(
      Console console, List<Node> nodes, ClusterHosts.LiveState live, int level) {
    Table table =
        new Table("node", "host", "role", "now", "cores", "memory", "disk free", "java", "python");
    for (Node node : nodes) {
      HostFacts facts = live.facts().get(node.number());
      HostFacts known = facts == null ? new HostFacts(node.facts()) : facts;
      table.row(
          node.number(),
          node.address(),
          role(node),
          facts == null ? "unknown" : "reached",
          known.text("cores"),
          Texts.bytes(known.number("memory_kib") * 1024),
          Texts.bytes(known.number("disk_kib") * 1024),
          known.text("java_version"),
          known.text("python_version"));
    }
    console.table(table);
    if (level >= ALL) {
      for (Node node : nodes) {
        HostFacts facts = live.facts().get(node.number());
        console.print(node.address() + "  state " + node.state());
        new TreeMap<>(facts == null ? node.facts() : facts.values())
            .forEach((name, value) -> line(console, "  " + name, value));
      }
    }
  }

  private static void json(
      Console console,
      Cluster cluster,
      List<Node> nodes,
      List<ServiceRecord> deployed,
      ClusterHosts.@Nullable LiveState live) {
    Map<String, @Nullable Object> all = ClusterFacts.of(cluster);
    all.put("services", deployed.stream().map(ClusterFacts::of).toList());
    all.put(
        "nodes",
        nodes.stream()
            .map(
                node -> {
                  Map<String, @Nullable Object> facts = ClusterFacts.of(node);
                  HostFacts now = live == null ? null : live.facts().get(node.number());
                  facts.put("reached", now != null);
                  if (now != null) {
                    facts.put("facts", now.values());
                  }
                  return facts;
                })
            .toList());
    all.put(
        "problems",
        live == null
            ? List.<HostProblem>of()
            : live.problems().stream().map(ClusterFacts::of).toList());
    console.json(all);
  }

  private static String role(Node node) {
    return node.role().name().toLowerCase(Locale.ROOT);
  }

  private static void line(Console console, String name, String value) {
    console.print(String.format(Locale.ROOT, "%-14s %s", name, Texts.plain(value)));
  }
}
