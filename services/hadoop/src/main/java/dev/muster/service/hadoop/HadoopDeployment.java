package dev.muster.service.hadoop;

import dev.muster.hosts.HostAddresses;
import dev.muster.hosts.HostFile;
import dev.muster.hosts.HostInstall;
import dev.muster.hosts.HostMeasure;
import dev.muster.hosts.HostPorts;
import dev.muster.hosts.HostPrograms;
import dev.muster.hosts.HostReach;
import dev.muster.hosts.HostReach.Place;
import dev.muster.hosts.HostRemote;
import dev.muster.hosts.HostRemote.Answers;
import dev.muster.hosts.Shipment;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.service.hadoop.HadoopPlan.Host;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.service.ServiceDeployment;
import dev.muster.spi.service.ServiceOptions;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceSite;
import dev.muster.spi.service.ServiceStatus;
import dev.muster.spi.service.ServiceStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** HDFS and YARN on the nodes of one cluster. */
final class HadoopDeployment implements ServiceDeployment {

  private static final Duration SOON = Duration.ofSeconds(60);

  /** A format starts one Java. */
  private static final Duration FORMAT = Duration.ofMinutes(3);

  private static final String CONFIGURE = "configure";
  private static final List<HadoopProgram> FIRST =
      List.of(HadoopProgram.NAMENODE, HadoopProgram.RESOURCEMANAGER);
  private static final List<HadoopProgram> LAST = List.of(HadoopProgram.HISTORYSERVER);

  private final ServiceSite site;
  private final HadoopOptions options;
  private final HostRemote remote;
  private final HostPrograms programs;
  private final Shipment shipment;
  private final HadoopControl control;
  private final String data;
  private final Set<Integer> changed = ConcurrentHashMap.newKeySet();
  private @Nullable HadoopPlan plan;
  private String user = "";

  HadoopDeployment(ServiceSite site, HadoopOptions options, ServiceOptions wanted) {
    this.site = site;
    this.options = options;
    remote = new HostRemote(site.fleet(), site.clock());
    programs = new HostPrograms(site, remote, HadoopDeployer.NAME, HadoopProgram.labels());
    control = new HadoopControl(site, programs, wanted.patience());
    data = ".muster/clusters/" + site.cluster().name() + "/data/hadoop";
    shipment =
        new Shipment(
            site,
            new Shipment.Wanted(options.distribution(), null, null, options.jdk()),
            wanted,
            remote,
            programs.folder());
  }

  /** What HDFS knows this cluster by. */
  private String id() {
    return "muster-" + site.cluster().id();
  }

  @Override
  public List<ServiceProblem> preflight() throws InterruptedException {
    options.conf().notes().forEach(site.listener()::message);
    shipment.resolve();
    String java = options.java() == null ? "" : options.java();
    Answers answers = remote.run(site.nodes(), programs.measure(java), SOON);
    List<ServiceProblem> problems = new ArrayList<>(answers.problems());
    Map<Integer, HostMeasure> measures = answers.measures(site.nodes(), problems);
    Optional<Node> head = programs.ofRole(NodeRole.HEAD).stream().findFirst();
    if (head.isEmpty() || !measures.containsKey(head.get().number())) {
      return problems; // without a head nothing can be said of the others
    }
    List<Node> there =
        site.nodes().stream().filter(node -> measures.containsKey(node.number())).toList();
    Answers looked = remote.run(there, HadoopScripts.command("look.sh", data), SOON);
    problems.addAll(looked.problems());
    Map<Integer, HadoopLook> looks = new HashMap<>();
    looked.texts().forEach((number, text) -> looks.put(number, HadoopLook.parse(text)));
    HadoopLook own = looks.get(head.get().number());
    user = own == null ? "" : own.user();
    HadoopPlan made =
        HadoopPlan.of(
            site.nodes(),
            HostAddresses.settle(site.nodes(), measures),
            options,
            Objects.requireNonNull(shipment.service()).version(),
            shipment.java());
    plan = made;
    HadoopPreflight look =
        new HadoopPreflight(made, options, id(), looks, shipment.sizes(), shipment.java());
    problems.addAll(look.problems());
    look.warnings().forEach(site.listener()::message);
    problems.addAll(new HadoopNames(remote).problems(made));
    problems.addAll(
        new HostReach(site.fleet(), site.listener(), "Hadoop")
            .problems(
                place(made.head(), HadoopProgram.NAMENODE),
                made.workers().stream()
                    .filter(host -> !host.head())
                    .map(host -> place(host, HadoopProgram.DATANODE))
                    .toList()));
    return problems;
  }

  private static Place place(Host host, HadoopProgram program) {
    return new Place(
        host.node(),
        host.measure().address(),
        host.ports().getOrDefault(HadoopPorts.of(program).get(0), 0),
        program.label(),
        host.measure().runs(program.label()));
  }

  private HadoopPlan plan() {
    HadoopPlan made = plan;
    if (made == null) {
      throw new IllegalStateException("preflight comes first");
    }
    return made;
  }

  @Override
  public String version() {
    return plan().version();
  }

  @Override
  public Map<String, String> endpoints() {
    Host head = plan().head();
    Map<String, String> ports = new TreeMap<>();
    head.ports().forEach((name, port) -> ports.put(name, port.toString()));
    return HadoopStatus.endpoints(HostPorts.bracketed(head.measure().address()), ports);
  }

  @Override
  public List<ServiceStep> steps() {
    List<Node> head = List.of(plan().head().node());
    List<Node> workers = plan().workers().stream().map(Host::node).toList();
    List<ServiceStep> steps = new ArrayList<>();
    String kept = shipment.names();
    steps.add(
        new ServiceStep(
            "prepare", site.nodes(), nodes -> programs.prepare(nodes, kept, HadoopFiles.FOLDERS)));
    Map<Integer, HostMeasure> measures = new HashMap<>();
    plan().hosts().forEach(host -> measures.put(host.node().number(), host.measure()));
    steps.addAll(shipment.steps(measures));
    steps.add(new ServiceStep(CONFIGURE, site.nodes(), this::configure));
    steps.add(new ServiceStep("format", head, this::format));
    steps.add(new ServiceStep("start head", head, nodes -> start(nodes, FIRST)));
    steps.add(new ServiceStep("await head", head, nodes -> control.awaitPorts(nodes, FIRST)));
    steps.add(
        new ServiceStep(
            "start workers", workers, nodes -> start(nodes, HadoopProgram.ofWorkers())));
    steps.add(new ServiceStep("register", workers, control::awaitWork));
    steps.add(new ServiceStep("folders", head, nodes -> control.folders(nodes, user)));
    steps.add(new ServiceStep("start history", head, nodes -> start(nodes, LAST)));
    steps.add(new ServiceStep("await history", head, nodes -> control.awaitPorts(nodes, LAST)));
    return steps;
  }

  /**
   * Programs of the nodes that are there go on as they are; the head learns of the settings of
   * clients, and that the nodes that come are no longer among those that left.
   */
  @Override
  public List<ServiceStep> joining(List<Node> fresh) {
    HostMeasure head = plan().head().measure();
    if (!head.configured().equals(head.address())) {
      site.listener()
          .message("the head moves to " + head.address() + ": Hadoop is restarted on all nodes");
      return steps();
    }
    Set<Integer> numbers = fresh.stream().map(Node::number).collect(Collectors.toSet());
    List<ServiceStep> steps = new ArrayList<>();
    for (ServiceStep step : steps()) {
      List<Node> nodes =
          step.nodes().stream()
              .filter(
                  node ->
                      numbers.contains(node.number())
                          || (step.name().equals(CONFIGURE) && node.role() == NodeRole.HEAD))
              .toList();
      if (step.name().equals("start workers")) {
        steps.add(
            new ServiceStep(
                "welcome",
                List.of(plan().head().node()),
                all -> control.welcome(all, "come", addresses(numbers))));
      }
      if (!nodes.isEmpty()) {
        steps.add(new ServiceStep(step.name(), nodes, step.work()));
      }
    }
    return steps;
  }

  private List<String> addresses(Set<Integer> numbers) {
    return plan().hosts().stream()
        .filter(host -> numbers.contains(host.node().number()))
        .map(host -> host.measure().address())
        .toList();
  }

  private List<ServiceProblem> configure(List<Node> nodes) {
    HadoopFiles files =
        new HadoopFiles(plan(), options, shipment.home(), site.cluster().id(), site.environment());
    Map<HostAddress, List<HostFile>> byAddress = new HashMap<>();
    for (Host host : plan().hosts()) {
      byAddress.put(host.node().address(), files.of(host));
    }
    Answers answers = remote.run(nodes, HostInstall.command(programs.folder(), byAddress), SOON);
    changed.addAll(answers.changed());
    List<ServiceProblem> problems = new ArrayList<>(answers.problems());
    Set<Integer> all = site.nodes().stream().map(Node::number).collect(Collectors.toSet());
    problems.addAll(
        control.welcome(
            nodes.stream().filter(node -> node.role() == NodeRole.HEAD).toList(),
            "set",
            addresses(all)));
    return problems;
  }

  private List<ServiceProblem> format(List<Node> head) {
    return programs.run(
        head, HadoopScripts.command("format.sh", programs.folder(), data, id()), FORMAT);
  }

  private List<ServiceProblem> start(List<Node> nodes, List<HadoopProgram> which) {
    List<ServiceProblem> problems = new ArrayList<>();
    for (HadoopProgram program : which) {
      problems.addAll(programs.start(nodes, program.label(), changed));
    }
    return problems;
  }

  @Override
  public List<ServiceStep> stopping() {
    return control.stopping();
  }

  @Override
  public List<ServiceStep> starting() {
    return control.starting();
  }

  @Override
  public List<ServiceStep> draining(Duration patience) {
    HadoopDrain drain = new HadoopDrain(site, programs, control);
    return List.of(new ServiceStep("drain", site.nodes(), nodes -> drain.on(nodes, patience)));
  }

  @Override
  public RemoteCommand logs(int lines, boolean follow) {
    return programs.logs(lines, follow);
  }

  @Override
  public ServiceStatus status() {
    return control.status();
  }

  @Override
  public List<ServiceStep> proving() {
    WordCount count = new WordCount(remote, programs.folder(), site.listener());
    String name = Long.toString(site.clock().instant().toEpochMilli(), Character.MAX_RADIX);
    return List.of(
        new ServiceStep(
            "word count", programs.ofRole(NodeRole.HEAD), nodes -> count.on(nodes, name)));
  }

  @Override
  public List<ServiceStep> removal(boolean keepData) {
    List<ServiceStep> steps = new ArrayList<>();
    steps.add(new ServiceStep("remove", site.nodes(), programs::remove));
    if (!keepData) {
      steps.add(
          new ServiceStep(
              "remove data",
              site.nodes(),
              nodes ->
                  programs.run(
                      nodes,
                      HadoopScripts.command("remove-data.sh", data),
                      HostPrograms.STOPPING)));
    }
    return steps;
  }
}
