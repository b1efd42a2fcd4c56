package dev.muster.core.cluster;

import dev.muster.core.HeldLease;
import dev.muster.core.Services;
import dev.muster.core.packaging.PackageScripts;
import dev.muster.core.packaging.PackageShipment;
import dev.muster.model.Cluster;
import dev.muster.model.HostAddress;
import dev.muster.model.Intent;
import dev.muster.model.Node;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.FileParts;
import dev.muster.spi.fleet.HostResult;
import dev.muster.spi.fleet.OutputCollector;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.fleet.RemoteInput;
import dev.muster.spi.ledger.Ledger;
import dev.muster.spi.ledger.Transaction;
import dev.muster.spi.packaging.PackageId;
import dev.muster.spi.packaging.PackageManifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Packages on the hosts of a cluster, below {@code packages/NAME/} of its folder there: a folder
 * for each release, {@code current} and {@code previous} point to two of them. In recorded steps,
 * which go on where they were broken off.
 */
public final class PackageInstallation {

  /** The kind of the intents. */
  static final String KIND = "host.package";

  /** Paths are below the home. */
  private static final String AT_HOME = "cd -- \"$HOME\"\n";

  private static final Duration LOOK = Duration.ofMinutes(5);
  private static final Duration PREPARE = Duration.ofMinutes(30);
  private static final Duration QUICK = Duration.ofMinutes(2);

  /** Beside the files: the environment of pip alone, and as much again for its packages. */
  private static final long BESIDE_KIB = 100 << 10;

  private final Services services;
  private final ClusterListener listener;
  private final Ledger ledger;

  public PackageInstallation(Services services, ClusterListener listener) {
    this.services = services;
    this.listener = listener;
    ledger = services.ledger().get();
  }

  /** The folder of a package on hosts, below the user's home. */
  public static String folder(Cluster cluster, String name) {
    return ".muster/clusters/" + cluster.name() + "/packages/" + name;
  }

  /**
   * Installs a package on all hosts, then makes it the current one on all. When a host fails before
   * that, none is switched.
   *
   * @param shipment is compared while hosts are looked at; nothing moves when it is not as it says
   * @param python an interpreter of the hosts, null for one that fits
   */
  public OperationResult install(
      Cluster cluster, PackageShipment shipment, @Nullable String python, Reach reach)
      throws InterruptedException {
    PackageId id = shipment.contents().id();
    ClusterCatalog.requireReady(cluster);
    List<Node> nodes = new ClusterServices(services, listener).working(cluster);
    String folder = folder(cluster, id.name());
    String root = folder + "/" + id.release();
    try (HeldLease lease = ClusterLease.of(services, cluster);
        ClusterFleet fleet = ClusterFleet.of(services, cluster, reach, listener)) {
      StepJournal journal = new StepJournal(ledger, cluster, "package " + id, lease);
      StageRunner runner = new StageRunner(ledger, journal, listener, false);
      Set<Integer> whole = new HashSet<>();
      listener.stage("look", nodes.size(), 0);
      List<HostProblem> wrong =
          look(fleet, nodes, root, shipment.contents().manifest(), python, whole);
      FileParts files = shipment.files();
      if (!wrong.isEmpty()) {
        return new OperationResult(cluster, nodes, wrong, false);
      }
      List<Node> lacking = nodes.stream().filter(node -> !whole.contains(node.number())).toList();
      Set<Integer> prepared = journal.done("prepare");
      if (lacking.stream().anyMatch(node -> prepared.contains(node.number()))) {
        journal.forget(); // somebody took away what was there
      }
      List<String> prepare = new ArrayList<>(List.of("--checked"));
      if (python != null) {
        prepare.addAll(List.of("--python", python));
      }
      prepare.add(root);
      boolean arrived =
          runner.run(
              List.of(
                  Stage.of("ship", these -> ship(cluster, fleet, these, shipment, files, root)),
                  Stage.of(
                      "prepare",
                      these ->
                          fleet.require(
                              these,
                              "prepare",
                              script("install.sh", prepare.toArray(String[]::new)),
                              PREPARE))),
              lacking);
      boolean ended =
          arrived
              && runner.run(
                  List.of(
                      Stage.of(
                          "activate",
                          these ->
                              fleet.require(
                                  these,
                                  "activate",
                                  script("restore.sh", folder, id.release()),
                                  QUICK))),
                  nodes);
      settle(cluster, id, lacking, runner);
      if (ended) {
        journal.forget();
      }
      return new OperationResult(cluster, nodes, runner.problems(), ended);
    }
  }

  /**
   * Makes another release current on all hosts.
   *
   * @param release null for the one before
   */
  public OperationResult restore(
      Cluster cluster, String name, @Nullable String release, Reach reach)
      throws InterruptedException {
    ClusterCatalog.requireReady(cluster);
    List<Node> nodes = new ClusterServices(services, listener).working(cluster);
    String folder = folder(cluster, name);
    try (HeldLease lease = ClusterLease.of(services, cluster);
        ClusterFleet fleet = ClusterFleet.of(services, cluster, reach, listener)) {
      lease.get();
      listener.stage("restore", nodes.size(), 0);
      List<HostProblem> problems =
          fleet.require(
              nodes,
              "restore",
              release == null
                  ? script("restore.sh", folder)
                  : script("restore.sh", folder, release),
              QUICK);
      return new OperationResult(cluster, nodes, problems, problems.isEmpty());
    }
  }

  private static RemoteCommand script(String name, String... arguments) {
    return RemoteCommand.script(AT_HOME + PackageScripts.text(name), arguments);
  }

  private static List<HostProblem> look(
      ClusterFleet fleet,
      List<Node> nodes,
      String root,
      PackageManifest manifest,
      @Nullable String python,
      Set<Integer> whole) {
    long kib = manifest.size() / 1024 + BESIDE_KIB;
    OutputCollector output = new OutputCollector();
    List<HostResult> results =
        fleet.exec(
            nodes,
            script(
                "look.sh",
                root,
                Long.toString(kib),
                orEmpty(manifest.python()),
                orEmpty(manifest.machine()),
                orEmpty(python)),
            LOOK,
            output);
    List<HostProblem> problems = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (!results.get(i).succeeded()) {
        problems.add(HostProblem.of(nodes.get(i), "look", results.get(i), output.err(i)));
      } else if (output.out(i).strip().equals("whole")) {
        whole.add(nodes.get(i).number());
      }
    }
    return problems;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private List<HostProblem> ship(
      Cluster cluster,
      ClusterFleet fleet,
      List<Node> nodes,
      PackageShipment shipment,
      FileParts files,
      String root) {
    open(cluster, shipment.contents().id(), nodes);
    List<HostProblem> problems =
        new ArrayList<>(
            fleet.require(
                nodes,
                "ship",
                RemoteCommand.of("sh", "-c", AT_HOME + PackageScripts.text("seed.sh"), "sh", root)
                    .withInput(RemoteInput.text(shipment.sums())),
                QUICK));
    Set<Integer> failed = new HashSet<>();
    problems.forEach(problem -> failed.add(problem.node().number()));
    List<Node> ready = nodes.stream().filter(node -> !failed.contains(node.number())).toList();
    if (!ready.isEmpty()) {
      problems.addAll(
          fleet.put(
              ready,
              "ship",
              files,
              root,
              CopyOptions.DEFAULT.withResume(true),
              new CopyListener() {
                @Override
                public void progress(HostAddress host, int position, long bytes, long total) {
                  listener.progress(ready.get(position), bytes, total);
                }
              }));
    }
    return problems;
  }

  private static Map<String, String> tags(Cluster cluster, Node node, PackageId id) {
    Map<String, String> tags = new HashMap<>(HostFolder.tags(cluster, node));
    tags.put("package", id.toString());
    return tags;
  }

  private void open(Cluster cluster, PackageId id, List<Node> nodes) {
    ledger.write(
        tx -> {
          for (Node node : nodes) {
            Map<String, String> tags = tags(cluster, node, id);
            if (tx.intents().list(Intent.State.OPEN, tags).isEmpty()
                && tx.intents().standing(tags).isEmpty()) {
              tx.intents().open(KIND, Intent.Action.CREATE, tags);
            }
          }
          return true;
        });
  }

  /** What failed may have left files: its intent stays open until the cluster is killed. */
  private void settle(Cluster cluster, PackageId id, List<Node> nodes, StageRunner runner) {
    ledger.write(
        tx -> {
          for (Node node : nodes) {
            for (Intent open : tx.intents().list(Intent.State.OPEN, tags(cluster, node, id))) {
              if (!runner.failed(node)) {
                tx.intents().done(open.id(), resource(cluster, node, id));
              }
            }
          }
          return true;
        });
  }

  private static String resource(Cluster cluster, Node node, PackageId id) {
    return HostFolder.resource(cluster, node) + "/packages/" + id.name() + "/" + id.release();
  }

  /** The folder of a cluster is gone from a node, and packages with it. */
  static void gone(Transaction tx, Cluster cluster, Node node) {
    for (Intent made : tx.intents().standing(HostFolder.tags(cluster, node))) {
      String resource = made.resource();
      if (made.kind().equals(KIND) && resource != null) {
        long id = tx.intents().open(KIND, Intent.Action.DELETE, made.tags()).id();
        tx.intents().done(id, resource);
      }
    }
  }
}
