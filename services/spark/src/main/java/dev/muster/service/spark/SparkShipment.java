package dev.muster.service.spark;

import dev.muster.model.HostAddress;
import dev.muster.model.Node;
import dev.muster.service.spark.SparkPlan.Host;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.FetchListener;
import dev.muster.spi.distribution.FetchOptions;
import dev.muster.spi.fleet.CopyListener;
import dev.muster.spi.fleet.CopyOptions;
import dev.muster.spi.fleet.CopyResult;
import dev.muster.spi.fleet.HostFailure;
import dev.muster.spi.service.ServiceOptions;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceSite;
import dev.muster.spi.service.ServiceStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What hosts get: Spark, and Java when the user names one; each in a folder named by its content.
 */
final class SparkShipment {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long MIB = 1 << 20;
  private static final String FOLDER = "dist/";

  private final ServiceSite site;
  private final SparkOptions options;
  private final ServiceOptions wanted;
  private final SparkRemote remote;
  private final String folder;
  private @Nullable Distribution spark;
  private @Nullable ShippedJava java;

  /**
   * @param folder of the service, below the home
   */
  SparkShipment(
      ServiceSite site,
      SparkOptions options,
      ServiceOptions wanted,
      SparkRemote remote,
      String folder) {
    this.site = site;
    this.options = options;
    this.wanted = wanted;
    this.remote = remote;
    this.folder = folder;
  }

  /** Gets what is wanted onto this machine. */
  void resolve() throws InterruptedException {
    String jdk = options.jdk();
    if (jdk != null) {
      java = ShippedJava.of(site.distributions().takeJava(Path.of(jdk), wanted.cancellation()));
    }
    String tarball = options.tarball();
    if (tarball != null) {
      spark = site.distributions().take(Path.of(tarball), wanted.cancellation());
    } else if (options.sparkHome() == null) {
      spark = fetch();
    }
  }

  private Distribution fetch() throws InterruptedException {
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

  /** The Spark that is shipped; null when hosts have theirs. */
  @Nullable Distribution spark() {
    return spark;
  }

  /** The Java that is shipped; null when hosts have theirs. */
  @Nullable ShippedJava java() {
    return java;
  }

  private List<Distribution> all() {
    ShippedJava shipped = java;
    return Stream.of(spark, shipped == null ? null : shipped.distribution())
        .filter(Objects::nonNull)
        .toList();
  }

  /** MiB by digest. */
  Map<String, Long> sizes() {
    return all().stream()
        .collect(Collectors.toMap(Distribution::digest, one -> one.size() / MIB + 1));
  }

  /** The names of the folders, with blanks between them. */
  String names() {
    return all().stream()
        .map(one -> home(one).substring(FOLDER.length()))
        .collect(Collectors.joining(" "));
  }

  /** Where Spark is: below the service's folder, or absolute when it is the user's own. */
  String home() {
    Distribution shipped = spark;
    return shipped == null ? Objects.requireNonNull(options.sparkHome()) : home(shipped);
  }

  /** Where a distribution is, below the service's folder. */
  static String home(Distribution distribution) {
    return FOLDER + distribution.digest().substring(0, 16);
  }

  /** The steps that bring it to hosts. */
  List<ServiceStep> steps(List<Host> hosts) {
    Map<Integer, SparkMeasure> measures = new HashMap<>();
    hosts.forEach(host -> measures.put(host.node().number(), host.measure()));
    ShippedJava shipped = java;
    List<ServiceStep> steps = new ArrayList<>();
    for (Distribution one : all()) {
      boolean isJava = shipped != null && one.equals(shipped.distribution());
      steps.add(
          new ServiceStep(
              isJava ? "ship Java" : "ship",
              site.nodes(),
              nodes -> ship(nodes, one, measures, isJava ? "java" : "")));
    }
    return steps;
  }

  private List<ServiceProblem> ship(
      List<Node> nodes, Distribution shipped, Map<Integer, SparkMeasure> measures, String kind)
      throws InterruptedException {
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
    String target = folder + "/" + home(shipped);
    List<CopyResult> results =
        site.fleet()
            .put(
                lacking.stream().map(Node::address).toList(),
                site.distributions().unfold(shipped, wanted.cancellation()),
                target,
                CopyOptions.DEFAULT.withResume(true),
                new CopyListener() {
                  @Override
                  public void progress(HostAddress host, int position, long bytes, long total) {
                    site.listener().shipped(lacking.get(position), bytes, total);
                  }
                });
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
    problems.addAll(
        remote
            .run(arrived, SparkRemote.script("whole.sh", target, shipped.digest(), kind), SOON)
            .problems());
    return problems;
  }
}
