package dev.muster.service.spark;

import dev.muster.hosts.HostAddresses;
import dev.muster.hosts.HostFile;
import dev.muster.hosts.HostInstall;
import dev.muster.hosts.HostMeasure;
import dev.muster.hosts.HostPorts;
import dev.muster.hosts.HostPrograms;
import dev.muster.hosts.HostRemote;
import dev.muster.hosts.HostRemote.Answers;
import dev.muster.hosts.Shipment;
import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.service.spark.SparkPlan.Host;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.service.ServiceDeployment;
import dev.muster.spi.service.ServiceOptions;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceSite;
import dev.muster.spi.service.ServiceStatus;
import dev.muster.spi.service.ServiceStep;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Spark standalone on the nodes of one cluster. */
final class SparkDeployment implements ServiceDeployment {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String CONFIGURE = "configure";
  private static final int SECRET_BYTES = 32;
  private static final List<String> FOLDERS =
      List.of("conf", "dist", "events", "logs", "recovery", "tmp", "work");

  private final ServiceSite site;
  private final SparkOptions options;
  private final HostRemote remote;
  private final Shipment shipment;
  private final HostPrograms programs;
  private final SparkControl control;
  private final Set<Integer> changed = ConcurrentHashMap.newKeySet();
  private @Nullable SparkPlan plan;
  private @Nullable String secret;

  SparkDeployment(ServiceSite site, SparkOptions options, ServiceOptions wanted) {
    this.site = site;
    this.options = options;
    remote = new HostRemote(site.fleet(), site.clock());
    programs =
        new HostPrograms(site, remote, "spark", List.of(SparkControl.MASTER, SparkControl.WORKER));
    control = new SparkControl(site, remote, programs, wanted.patience());
    shipment =
        new Shipment(
            site,
            new Shipment.Wanted(
                options.distribution(), options.tarball(), options.sparkHome(), options.jdk()),
            wanted,
            remote,
            programs.folder());
  }

  @Override
  public List<ServiceProblem> preflight() throws InterruptedException {
    String java = options.java() == null ? "" : options.java();
    shipment.resolve();
    Answers answers = remote.run(site.nodes(), programs.measure(java), SOON);
    List<ServiceProblem> problems = new ArrayList<>(answers.problems());
    Map<Integer, HostMeasure> measures = answers.measures(site.nodes(), problems);
    Optional<Node> head =
        site.nodes().stream().filter(node -> node.role() == NodeRole.HEAD).findFirst();
    if (head.isEmpty() || !measures.containsKey(head.get().number())) {
      return problems; // without a head nothing can be said of the others
    }
    SparkPlan made = plan(HostAddresses.settle(site.nodes(), measures), problems);
    plan = made;
    SparkPreflight look = new SparkPreflight(made, options, shipment.sizes(), shipment.java());
    problems.addAll(look.problems());
    look.warnings().forEach(site.listener()::message);
    problems.addAll(new SparkReach(site.fleet(), site.listener()).problems(made));
    return problems;
  }

  private SparkPlan plan(Map<Integer, HostMeasure> measures, List<ServiceProblem> problems) {
    Distribution spark = shipment.service();
    if (spark != null) {
      return SparkPlan.of(
          site.nodes(), measures, options, spark.version(), spark.scala(), shipment.java());
    }
    SparkThere there =
        SparkThere.find(remote, site.nodes(), Objects.requireNonNull(options.sparkHome()));
    problems.addAll(there.problems());
    return SparkPlan.of(
        site.nodes(), measures, options, there.version(), there.scala(), shipment.java());
  }

  private SparkPlan plan() {
    SparkPlan made = plan;
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
    Map<String, String> endpoints = new LinkedHashMap<>();
    endpoints.put("master", plan().url());
    endpoints.put(
        "ui", "http://" + HostPorts.bracketed(head.measure().address()) + ":" + head.port("ui"));
    return endpoints;
  }

  @Override
  public List<ServiceStep> steps() {
    List<Node> head = nodes(Host::master);
    List<Node> workers = nodes(Host::worker);
    List<ServiceStep> steps = new ArrayList<>();
    String kept = shipment.names();
    steps.add(
        new ServiceStep("prepare", site.nodes(), nodes -> programs.prepare(nodes, kept, FOLDERS)));
    Map<Integer, HostMeasure> measures = new HashMap<>();
    plan().hosts().forEach(host -> measures.put(host.node().number(), host.measure()));
    steps.addAll(shipment.steps(measures));
    steps.add(new ServiceStep(CONFIGURE, site.nodes(), this::configure));
    steps.add(
        new ServiceStep(
            "start master", head, nodes -> programs.start(nodes, SparkControl.MASTER, changed)));
    steps.add(
        new ServiceStep(
            "await master",
            head,
            nodes ->
                control.await(
                    nodes, "await-master.sh", Integer.toString(plan().head().port("master")))));
    steps.add(
        new ServiceStep(
            "start workers",
            workers,
            nodes -> programs.start(nodes, SparkControl.WORKER, changed)));
    steps.add(new ServiceStep("register", workers, nodes -> control.await(nodes, "await.sh", "")));
    return steps;
  }

  /**
   * Without a word to the nodes that are there, but that the head learns of the settings of
   * drivers: unless the head got another address, which all have to know.
   */
  @Override
  public List<ServiceStep> joining(List<Node> fresh) {
    HostMeasure head = plan().head().measure();
    if (!head.configured().equals(head.address())) {
      site.listener()
          .message("the master moves to " + head.address() + ": Spark is restarted on all nodes");
      return steps();
    }
    Set<Integer> numbers = fresh.stream().map(Node::number).collect(Collectors.toSet());
    return steps().stream()
        .filter(step -> !step.name().endsWith(" master"))
        .map(
            step ->
                new ServiceStep(
                    step.name(),
                    step.nodes().stream()
                        .filter(
                            node ->
                                numbers.contains(node.number())
                                    || (step.name().equals(CONFIGURE)
                                        && node.role() == NodeRole.HEAD))
                        .toList(),
                    step.work()))
        .toList();
  }

  private List<Node> nodes(Predicate<Host> which) {
    return plan().hosts().stream().filter(which).map(Host::node).toList();
  }

  private List<ServiceProblem> configure(List<Node> nodes) {
    List<ServiceProblem> problems = new ArrayList<>();
    String shared = secret(problems);
    if (shared == null) {
      return problems;
    }
    SparkFiles files =
        new SparkFiles(plan(), options, shipment.home(), site.cluster().id(), site.environment());
    Map<HostAddress, List<HostFile>> byAddress = new HashMap<>();
    for (Host host : plan().hosts()) {
      List<HostFile> all = new ArrayList<>(files.of(host, shared));
      if (host.master()) {
        all.add(SparkYarn.exitJar());
      }
      byAddress.put(host.node().address(), all);
    }
    Answers answers = remote.run(nodes, HostInstall.command(programs.folder(), byAddress), SOON);
    changed.addAll(answers.changed());
    problems.addAll(answers.problems());
    return problems;
  }

  /** The one that the head has, else a new one. It is never shown nor written here. */
  private @Nullable String secret(List<ServiceProblem> problems) {
    String known = secret;
    if (known != null) {
      return known;
    }
    Answers answers =
        remote.run(
            List.of(plan().head().node()),
            RemoteCommand.script(
                "sed -n 's/^spark.authenticate.secret=//p' \"$HOME/$1/conf/spark-defaults.conf\""
                    + " 2>/dev/null || :",
                programs.folder()),
            SOON);
    problems.addAll(answers.problems());
    String there = answers.texts().get(plan().head().node().number());
    if (there == null) {
      return null;
    }
    byte[] fresh = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(fresh);
    String made =
        there.strip().matches("[0-9a-f]{64}") ? there.strip() : HexFormat.of().formatHex(fresh);
    secret = made;
    return made;
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
    return control.draining(patience);
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
    SparkWordCount count = new SparkWordCount(remote, programs.folder(), site.listener());
    String name = Long.toString(site.clock().instant().toEpochMilli(), Character.MAX_RADIX);
    return List.of(
        new ServiceStep(
            "word count", programs.ofRole(NodeRole.HEAD), nodes -> count.on(nodes, name)));
  }

  @Override
  public List<ServiceStep> removal(boolean keepData) {
    return control.removal();
  }
}
