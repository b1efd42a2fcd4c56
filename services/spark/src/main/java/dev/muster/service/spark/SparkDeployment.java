package dev.muster.service.spark;

import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.service.spark.SparkPlan.Host;
import dev.muster.service.spark.SparkRemote.Answers;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.FetchListener;
import dev.muster.spi.distribution.FetchOptions;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.fleet.RemoteCommand;
import dev.muster.spi.service.ServiceDeployment;
import dev.muster.spi.service.ServiceOptions;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceSite;
import dev.muster.spi.service.ServiceStatus;
import dev.muster.spi.service.ServiceStep;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
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
import org.jspecify.annotations.Nullable;

/** Spark standalone on the nodes of one cluster. */
final class SparkDeployment implements ServiceDeployment {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration STOPPING = Duration.ofSeconds(90);
  private static final int SECRET_BYTES = 32;
  private static final long MIB = 1 << 20;

  private final ServiceSite site;
  private final SparkOptions options;
  private final ServiceOptions wanted;
  private final SparkRemote remote;
  private final String folder;
  private final Set<Integer> changed = ConcurrentHashMap.newKeySet();
  private @Nullable SparkPlan plan;
  private @Nullable Distribution distribution;
  private @Nullable String secret;

  SparkDeployment(ServiceSite site, SparkOptions options, ServiceOptions wanted) {
    this.site = site;
    this.options = options;
    this.wanted = wanted;
    remote = new SparkRemote(site.fleet(), site.clock());
    folder = ".muster/clusters/" + site.cluster().name() + "/services/spark";
  }

  @Override
  public List<ServiceProblem> preflight() throws InterruptedException {
    String java = options.java() == null ? "" : options.java();
    Answers answers =
        remote.run(site.nodes(), SparkRemote.script("measure.sh", folder, java), SOON);
    List<ServiceProblem> problems = new ArrayList<>(answers.problems());
    Map<Integer, SparkMeasure> measures = new HashMap<>();
    for (Node node : site.nodes()) {
      String text = answers.texts().get(node.number());
      if (text != null) {
        measure(node, text, answers)
            .ifPresentOrElse(
                one -> measures.put(node.number(), one),
                () ->
                    problems.add(
                        new ServiceProblem(node, "its shell does not run POSIX scripts", null)));
      }
    }
    if (options.sparkHome() == null) {
      distribution = resolve();
    }
    Optional<Node> head =
        site.nodes().stream().filter(node -> node.role() == NodeRole.HEAD).findFirst();
    if (head.isEmpty() || !measures.containsKey(head.get().number())) {
      return problems; // without a head nothing can be said of the others
    }
    SparkPlan made = plan(measures, problems);
    plan = made;
    Distribution shipped = distribution;
    problems.addAll(
        new SparkPreflight(
                made,
                options,
                shipped == null ? 0 : shipped.size() / MIB + 1,
                shipped == null ? "" : shipped.digest())
            .problems());
    return problems;
  }

  private Distribution resolve() throws InterruptedException {
    return site.distributions()
        .resolve(
            DistributionSpec.parse(options.distribution()),
            new FetchOptions(
                wanted.offline(),
                false,
                FetchOptions.PATIENCE,
                wanted.cancellation(),
                new FetchListener() {
                  @Override
                  public void message(String line) {
                    site.listener().message(line);
                  }
                }));
  }

  private static Optional<SparkMeasure> measure(Node node, String text, Answers answers) {
    Instant end = Objects.requireNonNull(answers.ends().get(node.number()));
    Duration took = Objects.requireNonNull(answers.durations().get(node.number()));
    return SparkMeasure.parse(text, end.minus(took), end);
  }

  /** Of a Spark that is there already the version is read from its jars' names. */
  private SparkPlan plan(Map<Integer, SparkMeasure> measures, List<ServiceProblem> problems) {
    Distribution shipped = distribution;
    if (shipped != null) {
      return SparkPlan.of(site.nodes(), measures, options, shipped.version(), shipped.scala());
    }
    String home = Objects.requireNonNull(options.sparkHome());
    Answers found =
        remote.run(
            site.nodes(),
            RemoteCommand.script(
                "cd \"$1/jars\" && ls | sed -n 's/^spark-core_\\(.*\\)\\.jar$/\\1/p'", home),
            SOON);
    problems.addAll(found.problems());
    String first =
        found.texts().values().stream()
            .map(String::strip)
            .filter(t -> !t.isEmpty())
            .findFirst()
            .orElse("2.13-0");
    for (Node node : site.nodes()) {
      String text = found.texts().get(node.number());
      if (text != null && !text.strip().equals(first)) {
        problems.add(
            new ServiceProblem(
                node,
                home + " has Spark \"" + text.strip() + "\", another node has " + first,
                "name a folder that has the same Spark on all nodes"));
      }
    }
    int dash = first.indexOf('-');
    return SparkPlan.of(
        site.nodes(),
        measures,
        options,
        first.substring(dash + 1),
        first.substring(0, Math.max(0, dash)));
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
        "ui", "http://" + SparkPlan.bracketed(head.measure().address()) + ":" + head.port("ui"));
    return endpoints;
  }

  @Override
  public List<ServiceStep> steps() {
    List<Node> head = nodes(Host::master);
    List<Node> workers = nodes(Host::worker);
    List<ServiceStep> steps = new ArrayList<>();
    String kept = home().startsWith("/") ? "" : home().substring("dist/".length());
    steps.add(
        new ServiceStep(
            "prepare",
            site.nodes(),
            nodes ->
                remote
                    .run(nodes, SparkRemote.script("prepare.sh", folder, kept), SOON)
                    .problems()));
    if (distribution != null) {
      steps.add(new ServiceStep("ship", site.nodes(), this::ship));
    }
    steps.add(new ServiceStep("configure", site.nodes(), this::configure));
    steps.add(new ServiceStep("start master", head, nodes -> start(nodes, "master")));
    steps.add(
        new ServiceStep(
            "await master",
            head,
            nodes ->
                await(nodes, "await-master.sh", Integer.toString(plan().head().port("master")))));
    steps.add(new ServiceStep("start workers", workers, nodes -> start(nodes, "worker")));
    steps.add(new ServiceStep("register", workers, nodes -> await(nodes, "await.sh", "")));
    return steps;
  }

  private List<Node> nodes(Predicate<Host> which) {
    return plan().hosts().stream().filter(which).map(Host::node).toList();
  }

  /** Below the service's folder, or absolute when it is the user's own. */
  private String home() {
    Distribution shipped = distribution;
    return shipped == null
        ? Objects.requireNonNull(options.sparkHome())
        : "dist/" + shipped.digest().substring(0, 16);
  }

  private List<ServiceProblem> ship(List<Node> nodes) throws InterruptedException {
    Distribution shipped = Objects.requireNonNull(distribution);
    Map<Integer, SparkMeasure> measures = new HashMap<>();
    plan().hosts().forEach(host -> measures.put(host.node().number(), host.measure()));
    List<Node> lacking =
        nodes.stream()
            .filter(
                node -> {
                  SparkMeasure measure = measures.get(node.number());
                  return measure == null || !measure.distributions().contains(shipped.digest());
                })
            .toList();
    if (lacking.isEmpty()) {
      return List.of();
    }
    Path tree = site.distributions().unfold(shipped, wanted.cancellation());
    CopyListener listener =
        new CopyListener() {
          @Override
          public void progress(HostAddress host, int position, long bytes, long total) {
            site.listener().shipped(lacking.get(position), bytes, total);
          }
        };
    List<CopyResult> results =
        site.fleet()
            .put(
                lacking.stream().map(Node::address).toList(),
                tree,
                folder + "/" + home(),
                CopyOptions.DEFAULT.withResume(true),
                listener);
    List<ServiceProblem> problems = new ArrayList<>();
    List<Node> arrived = new ArrayList<>();
    for (int i = 0; i < lacking.size(); i++) {
      HostFailure failure = results.get(i).failure();
      if (failure == null) {
        arrived.add(lacking.get(i));
      } else {
        problems.add(new ServiceProblem(lacking.get(i), failure.message(), failure.hint()));
      }
    }
    RemoteCommand whole =
        RemoteCommand.script(
            "printf '%s\\n' \"$2\" >\"$HOME/$1/whole\"", folder + "/" + home(), shipped.digest());
    problems.addAll(remote.run(arrived, whole, SOON).problems());
    return problems;
  }

  private List<ServiceProblem> configure(List<Node> nodes) {
    List<ServiceProblem> problems = new ArrayList<>();
    String shared = secret(problems);
    if (shared == null) {
      return problems;
    }
    SparkFiles files =
        new SparkFiles(plan(), options, home(), site.cluster().id(), site.environment());
    Map<HostAddress, List<SparkFiles.File>> byAddress = new HashMap<>();
    for (Host host : plan().hosts()) {
      byAddress.put(host.node().address(), files.of(host, shared));
    }
    Answers answers = remote.run(nodes, SparkInstall.command(folder, byAddress), SOON);
    answers
        .texts()
        .forEach(
            (number, text) -> {
              if (text.contains("changed")) {
                changed.add(number);
              }
            });
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
                folder),
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

  private List<ServiceProblem> start(List<Node> nodes, String program) {
    List<Node> fresh = nodes.stream().filter(node -> changed.contains(node.number())).toList();
    List<Node> same = nodes.stream().filter(node -> !changed.contains(node.number())).toList();
    List<ServiceProblem> problems = new ArrayList<>();
    problems.addAll(start(fresh, program, "changed"));
    problems.addAll(start(same, program, "same"));
    return problems;
  }

  private List<ServiceProblem> start(List<Node> nodes, String program, String files) {
    return nodes.isEmpty()
        ? List.of()
        : remote
            .run(nodes, SparkRemote.script("start.sh", folder, program, files, mark()), STOPPING)
            .problems();
  }

  private List<ServiceProblem> await(List<Node> nodes, String script, String port) {
    String seconds = Long.toString(wanted.patience().toSeconds());
    return remote
        .run(
            nodes,
            SparkRemote.script(script, folder, seconds, port),
            wanted.patience().plusSeconds(10))
        .problems();
  }

  /** Stands in crontabs. */
  private String mark() {
    return site.cluster().id() + "-spark";
  }

  @Override
  public ServiceStatus status() {
    return SparkStatus.read(
        site.nodes(), remote.run(site.nodes(), SparkRemote.script("status.sh", folder), SOON));
  }

  @Override
  public List<ServiceStep> removal() {
    return List.of(
        new ServiceStep(
            "remove",
            site.nodes(),
            nodes ->
                remote
                    .run(nodes, SparkRemote.script("remove.sh", folder, mark()), STOPPING)
                    .problems()));
  }
}
