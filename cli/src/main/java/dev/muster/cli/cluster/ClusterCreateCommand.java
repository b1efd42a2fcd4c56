package dev.muster.cli.cluster;

import dev.muster.cli.CliContext;
import dev.muster.cli.Console;
import dev.muster.cli.ExitCode;
import dev.muster.cli.Table;
import dev.muster.cli.VariableOptions;
import dev.muster.config.cluster.ClusterFile;
import dev.muster.config.cluster.KnownServices;
import dev.muster.config.cluster.LoadedCluster;
import dev.muster.config.hosts.HostExpressions;
import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterCatalog;
import dev.muster.core.cluster.ClusterCreation;
import dev.muster.core.cluster.ClusterOptions;
import dev.muster.core.cluster.ClusterPlan;
import dev.muster.core.cluster.OperationResult;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterAuth;
import dev.muster.model.ClusterSpec;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.spi.service.ServiceOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster cluster create CLUSTER HOSTS…}. */
@Command(name = "create")
public final class ClusterCreateCommand extends ClusterCommand {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CLUSTER",
      description = "The cluster's name; with -f the one in the file when there is none.")
  @Nullable String name;

  @Parameters(
      index = "1..*",
      paramLabel = "HOSTS",
      description = "Hosts, for instance host[01-10], ana@host:2222, @file.")
  List<String> hosts = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A cluster.yaml that says it all; options go before it.")
  @Nullable Path file;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description =
          "ssh, for hosts that you have, or local, for this machine alone (default: ssh).")
  @Nullable String provider;

  @Option(
      names = "--head",
      paramLabel = "HOST",
      description = "Which host is the head (default: the first).")
  @Nullable String head;

  @Option(
      names = "--allow-partial",
      description = "Let the other hosts go on when some cannot be prepared.")
  boolean allowPartial;

  @Option(
      names = "--setup-timeout",
      paramLabel = "TIME",
      description = "Of the setup commands on a host (default: ${DEFAULT-VALUE}).")
  String setupTimeout = "1h";

  @Option(
      names = "--deploy",
      description = "Deploy the services that the file lists, when the hosts are ready.")
  boolean deploy;

  @Option(names = "--dry-run", description = "Print the plan and change nothing.")
  boolean dryRun;

  @Mixin AuthOptions auth = new AuthOptions();
  @Mixin ReachOptions reach = new ReachOptions();
  @Mixin VariableOptions variables = new VariableOptions();

  public ClusterCreateCommand(CliContext context) {
    super(context);
  }

  @Override
  ExitCode run(Services services) throws InterruptedException {
    ClusterSpec spec = spec();
    KnownServices.requireAvailable(spec.services());
    if (deploy && spec.services().isEmpty()) {
      throw usage("--deploy is for a file that lists services");
    }
    ClusterOptions options =
        new ClusterOptions(
            reach.reach(), allowPartial, ReachOptions.time("--setup-timeout", setupTimeout));
    if (dryRun) {
      show(spec);
      return ExitCode.DONE;
    }
    OperationResult result;
    try (ClusterProgress progress = new ClusterProgress(console())) {
      result = new ClusterCreation(services, progress).create(spec, owner(services), options);
    }
    ExitCode code =
        finish(
            result,
            "cluster "
                + spec.name()
                + " is ready: "
                + (result.nodes().size() - result.problems().size())
                + " of "
                + result.nodes().size()
                + " hosts",
            "cluster "
                + spec.name()
                + " is not ready: mend that and run the same command again, which goes on where it"
                + " stopped, or leave these hosts out with --allow-partial");
    if (!result.complete() || spec.services().isEmpty()) {
      return code;
    }
    if (!deploy || code != ExitCode.DONE) {
      console().say("next: muster cluster deploy " + spec.name());
      return code;
    }
    return deploy(services, result.cluster(), spec);
  }

  private ExitCode deploy(Services services, Cluster cluster, ClusterSpec spec)
      throws InterruptedException {
    ServiceOptions wanted = ServiceOptions.defaults(Thread.currentThread()::isInterrupted);
    for (String service : spec.services()) {
      ExitCode code = deploy(services, cluster, service, wanted, reach.reach());
      if (code != ExitCode.DONE) {
        return code;
      }
    }
    return ExitCode.DONE;
  }

  static String owner(Services services) {
    return System.getProperty("user.name", "nobody") + "@" + services.owner().host();
  }

  @Override
  @Nullable String typedName() {
    return name;
  }

  private ClusterSpec spec() {
    Path from = file;
    String problem = variables.problem();
    if (problem != null || (from == null && !variables.given.isEmpty())) {
      throw usage(problem == null ? "variables are those of a file: -f FILE" : problem);
    }
    if (from != null) {
      return over(load(from).spec());
    }
    String source = provider == null ? "ssh" : provider;
    if (!Set.of("ssh", ClusterPlan.LOCAL).contains(source)) {
      throw usage("--provider takes ssh or local, not " + source);
    }
    boolean local = source.equals(ClusterPlan.LOCAL);
    if (local != hosts.isEmpty()) {
      throw usage(
          local ? "a cluster of this machine takes no hosts" : "name its hosts, or a file with -f");
    }
    if (local && head != null) {
      throw usage("the head of a cluster of this machine is this machine");
    }
    return new ClusterSpec(
        ClusterCatalog.name(name()),
        source,
        local ? List.of() : parsed(),
        head == null ? null : head(),
        auth.over(ClusterAuth.DEFAULT, context().folder()),
        List.of(),
        ClusterSpec.Setup.NONE,
        List.of(),
        Map.of(),
        Map.of());
  }

  private LoadedCluster load(Path from) {
    String typed = name;
    Map<String, String> environment = context().services().get().environment();
    Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")));
    LoadedCluster loaded =
        ClusterFile.load(
            context().folder().resolve(from),
            home,
            typed == null ? null : ClusterCatalog.name(typed),
            variables.values());
    loaded.warnings().forEach(warning -> console().say("warning: " + warning));
    return loaded;
  }

  /** The options over what a file says. */
  private ClusterSpec over(ClusterSpec read) {
    if (provider != null && !provider.equals(read.provider())) {
      throw usage("the file says provider " + read.provider() + ", the option " + provider);
    }
    if (read.provider().equals(ClusterPlan.LOCAL) && !(hosts.isEmpty() && head == null)) {
      throw usage("the file says provider local, which is this machine alone");
    }
    return new ClusterSpec(
        read.name(),
        read.provider(),
        hosts.isEmpty() ? read.hosts() : parsed(),
        head == null ? (hosts.isEmpty() ? read.head() : null) : head(),
        auth.over(read.auth(), context().folder()),
        read.services(),
        read.setup(),
        read.mounts(),
        read.environment(),
        read.ray());
  }

  private List<HostAddress> parsed() {
    List<HostAddress> all = HostExpressions.parse("HOSTS", hosts, context().folder());
    Set<HostAddress> once = new LinkedHashSet<>(all);
    if (once.size() < all.size()) {
      throw usage("a host is named twice");
    }
    return all;
  }

  private HostAddress head() {
    List<HostAddress> one =
        HostExpressions.parse("--head", List.of(String.valueOf(head)), context().folder());
    if (one.size() != 1 || (!hosts.isEmpty() && !parsed().contains(one.get(0)))) {
      throw usage("--head takes one of the hosts, not " + head);
    }
    return one.get(0);
  }

  private void show(ClusterSpec spec) {
    List<Node> nodes = ClusterPlan.nodes("", spec);
    Console console = console();
    console.json(
        Console.object(
            "cluster", spec.name().value(),
            "provider", spec.provider(),
            "nodes", ClusterFacts.nodes(nodes)));
    Table table = new Table("node", "host", "role", "steps");
    for (Node node : nodes) {
      table.row(
          node.number(),
          node.address(),
          node.role().name().toLowerCase(Locale.ROOT),
          String.join(", ", ClusterPlan.steps(spec, node.role())));
    }
    console.table(table);
  }
}
