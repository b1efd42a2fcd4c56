package dev.muster.service.hadoop;

import dev.muster.hosts.HostPorts;
import dev.muster.hosts.HostPrograms;
import dev.muster.hosts.HostReport;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceSite;
import dev.muster.spi.service.ServiceStatus;
import dev.muster.spi.service.ServiceStep;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What is done with a Hadoop that is deployed: the folders on the nodes say all that it needs. */
final class HadoopControl {

  private static final long PAUSE_MILLIS = 500;
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Within it both programs of the head are told of nodes that come or leave. */
  private static final Duration TELLING = Duration.ofMinutes(3);

  private final ServiceSite site;
  private final HostPrograms programs;
  private final Duration patience;

  /**
   * @param patience until programs that were started are ready
   */
  HadoopControl(ServiceSite site, HostPrograms programs, Duration patience) {
    this.site = site;
    this.programs = programs;
    this.patience = patience;
  }

  /**
   * Where programs of a Hadoop are, as its folders on the hosts say.
   *
   * @param addresses by number of node
   * @param ports of the head by name
   */
  record Places(Node head, Map<Integer, String> addresses, Map<String, String> ports) {

    /** An address of the head, as in {@code 10.0.0.1:9870}. */
    String at(String port) {
      return HostPorts.bracketed(addresses.getOrDefault(head.number(), ""))
          + ":"
          + ports.getOrDefault(port, "0");
    }

    String address(Node node) {
      return addresses.getOrDefault(node.number(), "");
    }
  }

  Places places() {
    return places(programs.reports());
  }

  private Places places(List<HostReport> reports) {
    Node head = programs.ofRole(NodeRole.HEAD).get(0);
    Map<Integer, String> addresses =
        reports.stream()
            .filter(report -> !report.address().isEmpty())
            .collect(Collectors.toMap(report -> report.node().number(), HostReport::address));
    HostReport own =
        reports.stream()
            .filter(report -> report.node().equals(head))
            .filter(report -> !report.address().isEmpty())
            .findFirst()
            .orElseThrow(
                () ->
                    new MusterException(
                        ErrorKind.UNAVAILABLE,
                        head.address() + " does not say where its Hadoop is",
                        "muster cluster deploy " + site.cluster().name() + " hadoop"));
    return new Places(head, addresses, own.ports());
  }

  /** How the cluster is, asked from its head. */
  HadoopHealth health(Places places) throws IOException {
    return HadoopHealth.ask(
        new HadoopWeb(site.fleet(), places.head()),
        places.at(HadoopPorts.NAMENODE_UI),
        places.at(HadoopPorts.RM_UI));
  }

  /** Waits until programs of nodes listen. */
  List<ServiceProblem> awaitPorts(List<Node> nodes, List<HadoopProgram> which) {
    List<ServiceProblem> problems = new ArrayList<>();
    for (HadoopProgram program : which) {
      List<Node> left = nodes.stream().filter(node -> !isAmong(node, problems)).toList();
      problems.addAll(
          programs.run(
              left,
              HadoopScripts.command(
                  "await.sh",
                  programs.folder(),
                  Long.toString(patience.toSeconds()),
                  program.label(),
                  HadoopPorts.of(program).get(0)),
              patience.plus(SOON)));
    }
    return problems;
  }

  private static boolean isAmong(Node node, List<ServiceProblem> problems) {
    return problems.stream().anyMatch(problem -> problem.node().number() == node.number());
  }

  /** Waits until these nodes work for HDFS and YARN and HDFS takes writes. */
  List<ServiceProblem> awaitWork(List<Node> workers) throws InterruptedException {
    List<ServiceProblem> dead = awaitPorts(workers, HadoopProgram.ofWorkers());
    if (!dead.isEmpty()) {
      return dead;
    }
    Places places = places();
    Instant end = site.clock().instant().plus(patience);
    while (true) {
      List<ServiceProblem> problems = new ArrayList<>();
      try {
        HadoopHealth health = health(places);
        for (Node node : workers) {
          TreeSet<String> lacking = new TreeSet<>(health.lacking(places.address(node)));
          if (!lacking.isEmpty()) {
            problems.add(
                new ServiceProblem(
                    node,
                    "its " + String.join(" and ", lacking) + " did not register with the head",
                    logs()));
          }
        }
        if (problems.isEmpty() && !health.safeMode().isEmpty()) {
          problems.add(new ServiceProblem(places.head(), "HDFS: " + health.safeMode(), logs()));
        }
      } catch (IOException e) {
        problems.add(new ServiceProblem(places.head(), String.valueOf(e.getMessage()), logs()));
      }
      if (problems.isEmpty() || !site.clock().instant().isBefore(end)) {
        return problems;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private String logs() {
    return "muster cluster logs " + site.cluster().name() + " hadoop";
  }

  /** Makes the folders of HDFS that everybody expects. */
  List<ServiceProblem> folders(List<Node> head, String user) {
    Places places = places();
    HadoopWeb web = new HadoopWeb(site.fleet(), places.head());
    String as = "&user.name=" + user;
    try {
      for (HadoopFolders.Folder folder : HadoopFolders.of(user)) {
        var unused =
            web.ask(
                "PUT",
                places.at(HadoopPorts.NAMENODE_UI),
                "/webhdfs/v1"
                    + folder.path()
                    + "?op=MKDIRS&permission="
                    + folder.permission()
                    + as);
      }
      return List.of();
    } catch (IOException e) {
      return List.of(new ServiceProblem(head.get(0), String.valueOf(e.getMessage()), logs()));
    }
  }

  /** Tells the head that nodes come. */
  List<ServiceProblem> welcome(List<Node> head, String how, List<String> addresses) {
    List<String> words = new ArrayList<>(List.of(programs.folder(), how, "0"));
    words.addAll(addresses);
    RemoteCommand command = HadoopScripts.command("exclude.sh", words.toArray(String[]::new));
    return programs.run(head, command, TELLING);
  }

  List<ServiceStep> stopping() {
    List<ServiceStep> steps = new ArrayList<>();
    steps.add(step("stop workers", HadoopProgram.ofWorkers()));
    steps.add(step("stop head", HadoopProgram.ofHead()));
    return steps;
  }

  /** From the last to the first: who needs another ends before it. */
  private ServiceStep step(String name, List<HadoopProgram> which) {
    return new ServiceStep(
        name,
        site.nodes(),
        nodes -> {
          List<ServiceProblem> problems = new ArrayList<>();
          for (int i = which.size() - 1; i >= 0; i--) {
            problems.addAll(programs.stop(nodes, which.get(i).label()));
          }
          return problems;
        });
  }

  List<ServiceStep> starting() {
    List<Node> head = programs.ofRole(NodeRole.HEAD);
    return List.of(
        new ServiceStep(
            "start head",
            head,
            nodes -> again(nodes, List.of(HadoopProgram.NAMENODE, HadoopProgram.RESOURCEMANAGER))),
        new ServiceStep(
            "await head",
            head,
            nodes ->
                awaitPorts(nodes, List.of(HadoopProgram.NAMENODE, HadoopProgram.RESOURCEMANAGER))),
        new ServiceStep(
            "start workers",
            site.nodes(),
            nodes -> again(workers(nodes), HadoopProgram.ofWorkers())),
        new ServiceStep("register", site.nodes(), nodes -> awaitWork(working(nodes))),
        new ServiceStep(
            "start history", head, nodes -> again(nodes, List.of(HadoopProgram.HISTORYSERVER))),
        new ServiceStep(
            "await history",
            head,
            nodes -> awaitPorts(nodes, List.of(HadoopProgram.HISTORYSERVER))));
  }

  /** A head works only where it was deployed so. */
  private List<Node> workers(List<Node> nodes) {
    List<Node> head = nodes.stream().filter(node -> node.role() == NodeRole.HEAD).toList();
    List<Node> workers = new ArrayList<>(programs.installed(head, HadoopProgram.DATANODE.label()));
    nodes.stream().filter(node -> !head.contains(node)).forEach(workers::add);
    return workers;
  }

  /** One that is not there any more is named at once, and nobody waits for it. */
  private List<ServiceProblem> again(List<Node> nodes, List<HadoopProgram> which) {
    List<ServiceProblem> problems = new ArrayList<>();
    for (HadoopProgram program : which) {
      problems.addAll(programs.again(nodes, program.label()));
    }
    return problems;
  }

  /** Those that have a DataNode. */
  private List<Node> working(List<Node> nodes) {
    List<Integer> numbers =
        programs.reports().stream()
            .filter(
                report ->
                    report.parts().stream()
                        .anyMatch(part -> part.name().equals(HadoopProgram.DATANODE.label())))
            .map(report -> report.node().number())
            .toList();
    return nodes.stream().filter(node -> numbers.contains(node.number())).toList();
  }

  ServiceStatus status() {
    List<HostReport> reports = programs.reports();
    HadoopHealth health = null;
    String silent = null;
    try {
      health = health(places(reports));
    } catch (IOException | MusterException e) {
      silent = e.getMessage();
    }
    return HadoopStatus.of(reports, health, silent);
  }
}
