package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.MusterCommand;
import dev.muster.cli.Table;
import dev.muster.cli.Texts;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.model.Cluster;
import dev.muster.model.Node;
import dev.muster.model.ServiceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster cluster list}. */
@Command(name = "list")
public final class ClusterListCommand extends MusterCommand {

  @Option(names = "--all", description = "Also those that are gone.")
  boolean all;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  int limit = 100;

  public ClusterListCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw usage("--limit takes 1 or more, not " + limit);
    }
    ClusterCatalog catalog = new ClusterCatalog(context().services().get());
    Instant now = context().services().get().clock().instant();
    List<Cluster> clusters = catalog.list(all, limit);
    Console console = console();
    Table table =
        new Table("cluster", "provider", "state", "hosts", "services", "owner", "age", "idle");
    for (Cluster cluster : clusters) {
      List<Node> nodes = catalog.nodes(cluster);
      List<ServiceRecord> services = catalog.services(cluster);
      Map<String, @Nullable Object> facts = ClusterFacts.of(cluster);
      facts.put("hosts", nodes.size());
      facts.put("services", services.stream().map(ServiceRecord::name).toList());
      facts.put("idle_seconds", Duration.between(cluster.used(), now).toSeconds());
      console.json(facts);
      table.row(
          cluster.name(),
          cluster.provider(),
          cluster.state().name().toLowerCase(Locale.ROOT),
          nodes.size(),
          services.stream().map(ServiceRecord::name).collect(Collectors.joining(",")),
          cluster.owner(),
          Texts.age(Duration.between(cluster.created(), now)),
          Texts.age(Duration.between(cluster.used(), now)));
    }
    if (clusters.isEmpty()) {
      console.say("no clusters; make one with: muster cluster create NAME HOSTS");
    } else {
      console.table(table);
    }
    return ExitCode.DONE.code();
  }
}
