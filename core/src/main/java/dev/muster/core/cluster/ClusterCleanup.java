package dev.muster.core.cluster;

import dev.muster.core.Services;
import dev.muster.core.query.RunCatalog;
import dev.muster.core.run.StoredResults;
import dev.muster.model.Cluster;
import dev.muster.model.ClusterAuth;
import dev.muster.model.ClusterState;
import dev.muster.model.HostAddress;
import dev.muster.model.Intent;
import dev.muster.model.Node;
import dev.muster.model.RunId;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.ledger.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what Muster has made by its tags, not by memory; takes away what belongs to no cluster or
 * run that lives, looks again, and only then says that it is gone.
 */
public final class ClusterCleanup {

  private static final String STEP = "cleanup";
  private static final Pattern SECRET = Pattern.compile("/[^\n]*/muster-[A-Za-z0-9]{8}");

  private final Services services;
  private final ClusterListener listener;
  private final Ledger ledger;
  private final LeftoverHosts hosts;

  public ClusterCleanup(Services services, ClusterListener listener) {
    this.services = services;
    this.listener = listener;
    ledger = services.ledger().get();
    hosts = new LeftoverHosts(ledger);
  }

  /**
   * What is looked for.
   *
   * @param hosts where; none for all that the ledger's clusters have or had
   * @param auth how hosts that are named are reached
   * @param names clusters of these names alone; none for all
   * @param owner only what is this one's; null for anybody's
   */
  public record Scope(
      List<HostAddress> hosts, ClusterAuth auth, Set<String> names, @Nullable String owner) {
    public Scope {
      hosts = List.copyOf(hosts);
      names = Set.copyOf(names);
    }
  }

  /** What became of something that was found. */
  public enum End {
    /** It belongs to a cluster or run of this ledger that lives. */
    LIVES,
    /** Its owner is another one, or nothing says who it is. */
    FOREIGN,
    /** It would be taken away. */
    FOUND,
    /** It was taken away, and is not found any more. */
    TERMINATED,
    /** It is still there, or nobody could look. */
    LEFT
  }

  /** Something that was found, and what became of it. */
  public record Finding(Leftover what, End end) {}

  /**
   * All of it.
   *
   * @param problems hosts that could not be looked at or cleaned
   */
  public record Report(List<Finding> findings, List<HostProblem> problems) {
    public Report {
      findings = List.copyOf(findings);
      problems = List.copyOf(problems);
    }

    /** Whether all hosts were looked at, and nothing is left that was to go. */
    public boolean clean() {
      return problems.isEmpty() && findings.stream().noneMatch(each -> each.end() == End.LEFT);
    }
  }

  /**
   * Looks, and cleans.
   *
   * @param dryRun whether it only looks
   */
  public Report clean(Scope scope, boolean dryRun, Reach reach) {
    Map<String, Cluster> known =
        hosts.clusters().stream().collect(Collectors.toMap(Cluster::id, cluster -> cluster));
    List<Finding> findings = new ArrayList<>();
    List<HostProblem> problems = new ArrayList<>();
    List<LeftoverHosts.Site> sites =
        scope.hosts().isEmpty()
            ? hosts.known(hosts.clusters())
            : List.of(LeftoverHosts.named(scope.hosts(), scope.auth()));
    for (LeftoverHosts.Site site : sites) {
      try (ClusterFleet fleet =
          ClusterFleet.open(services.fleets().get(), site.auth(), site.nodes(), reach, listener)) {
        findings.addAll(clean(site, fleet, known, scope, dryRun, problems));
      }
    }
    if (scope.names().isEmpty()) {
      findings.addAll(stores(dryRun));
    }
    return new Report(findings, problems);
  }

  private List<Finding> clean(
      LeftoverHosts.Site site,
      ClusterFleet fleet,
      Map<String, Cluster> known,
      Scope scope,
      boolean dryRun,
      List<HostProblem> problems) {
    List<Finding> findings = new ArrayList<>();
    Map<HostAddress, List<Leftover>> going = new LinkedHashMap<>();
    Map<HostAddress, List<Leftover>> seen = LeftoverHosts.look(fleet, site.nodes(), STEP, problems);
    for (Map.Entry<HostAddress, List<Leftover>> host : seen.entrySet()) {
      for (Leftover one : host.getValue()) {
        if (!scope.names().isEmpty() && !scope.names().contains(one.name())) {
          continue;
        }
        End end = judge(one, known.get(one.cluster()), scope.owner());
        if (end == End.FOUND && !dryRun) {
          going.computeIfAbsent(host.getKey(), none -> new ArrayList<>()).add(one);
        } else {
          findings.add(new Finding(one, end));
        }
      }
    }
    if (dryRun) {
      return findings;
    }
    going.forEach((host, all) -> problems.addAll(take(site.node(host), all, fleet)));
    List<Node> touched =
        site.nodes().stream().filter(node -> going.containsKey(node.address())).toList();
    Map<HostAddress, List<Leftover>> again =
        touched.isEmpty() ? Map.of() : LeftoverHosts.look(fleet, touched, STEP, problems);
    for (Map.Entry<HostAddress, List<Leftover>> host : going.entrySet()) {
      List<Leftover> left = again.get(host.getKey());
      for (Leftover one : host.getValue()) {
        boolean gone = left != null && !left.contains(one);
        findings.add(new Finding(one, gone ? End.TERMINATED : End.LEFT));
      }
    }
    seen.forEach(
        (host, before) -> {
          if (!going.containsKey(host) || again.containsKey(host)) {
            hosts.settle(host, again.getOrDefault(host, before), known.values());
          }
        });
    return findings;
  }

  private static End judge(Leftover one, @Nullable Cluster cluster, @Nullable String owner) {
    if (cluster != null && cluster.state() != ClusterState.DELETED) {
      return End.LIVES;
    }
    if (one.kind() == Leftover.Kind.SECRET) {
      return End.FOUND; // who logs in there has made it, and no run that is there has it
    }
    String whose = one.owner().isEmpty() && cluster != null ? cluster.owner() : one.owner();
    return owner == null || owner.equals(whose) ? End.FOUND : End.FOREIGN;
  }

  /** What of one cluster is on a host goes together; an intent stands before it. */
  private List<HostProblem> take(Node node, List<Leftover> all, ClusterFleet fleet) {
    List<HostProblem> problems = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (Leftover one : all) {
      RemoteCommand command = command(one);
      if (!done.add(one.kind() == Leftover.Kind.SECRET ? one.what() : one.name() + one.cluster())) {
        continue;
      }
      listener.note(node.address() + ": " + one.what());
      Intent intent =
          ledger.write(tx -> tx.intents().open(HostFolder.KIND, Intent.Action.DELETE, tags(one)));
      List<HostProblem> found = fleet.require(List.of(node), STEP, command, LeftoverHosts.QUICK);
      problems.addAll(found);
      if (found.isEmpty()) {
        ledger.write(tx -> tx.intents().done(intent.id(), node.address() + ":" + one.what()));
      } else {
        ledger.write(tx -> tx.intents().failed(intent.id(), found.get(0).why()));
      }
    }
    return problems;
  }

  private static RemoteCommand command(Leftover one) {
    if (one.kind() != Leftover.Kind.SECRET) {
      return HostScripts.sweep(one.name(), one.cluster());
    }
    if (!SECRET.matcher(one.what()).matches()) {
      throw new IllegalStateException("no folder of secrets: " + one.what());
    }
    return RemoteCommand.of("rm", "-rf", "--", one.what());
  }

  private static Map<String, String> tags(Leftover one) {
    Map<String, String> tags = new HashMap<>();
    tags.put("managed-by", "muster");
    tags.put("muster-cluster", one.cluster());
    tags.put("muster-owner", one.owner());
    tags.put("host", String.valueOf(one.host()));
    return tags;
  }

  /** Large results of runs that nobody works on. */
  private List<Finding> stores(boolean dryRun) {
    RunCatalog runs = new RunCatalog(services);
    List<Finding> findings = new ArrayList<>();
    Set<String> removed = new HashSet<>();
    for (Intent made : StoredResults.standing(ledger, Map.of("managed-by", "muster"))) {
      String run = made.tags().getOrDefault("run", "");
      Leftover what =
          new Leftover(null, Leftover.Kind.STORE, run, "", "", String.valueOf(made.resource()));
      boolean works = runs.atWork(new RunId(run));
      if (!works && !dryRun && removed.add(run)) {
        var unused = StoredResults.remove(services.stores(), ledger, made.tags());
      }
      findings.add(new Finding(what, works ? End.LIVES : dryRun ? End.FOUND : End.TERMINATED));
    }
    return findings;
  }
}
