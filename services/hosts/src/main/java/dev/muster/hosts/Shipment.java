package dev.muster.hosts;

import dev.muster.model.HostAddress;
import dev.muster.model.Node;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What hosts get: the service, and Java when the user names one; each in a folder named by its
 * content.
 */
public final class Shipment {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long MIB = 1 << 20;
  private static final String FOLDER = "dist/";

  private final ServiceSite site;
  private final Wanted options;
  private final ServiceOptions wanted;
  private final HostRemote remote;
  private final String folder;
  private @Nullable Distribution service;
  private @Nullable ShippedJava java;

  /**
   * What is to be shipped.
   *
   * @param distribution for instance {@code spark:4.1.1}; unless tarball or home are there
   * @param tarball path on this machine of the service's archive; null for none
   * @param home folder on the hosts that has {@code jars/}; null for what is shipped
   * @param jdk path on this machine of a JDK that is shipped; null for one of the hosts
   */
  public record Wanted(
      String distribution, @Nullable String tarball, @Nullable String home, @Nullable String jdk) {}

  /**
   * @param folder of the service, below the home
   */
  public Shipment(
      ServiceSite site, Wanted options, ServiceOptions wanted, HostRemote remote, String folder) {
    this.site = site;
    this.options = options;
    this.wanted = wanted;
    this.remote = remote;
    this.folder = folder;
  }

  /** Gets what is wanted onto this machine. */
  public void resolve() throws InterruptedException {
    String jdk = options.jdk();
    if (jdk != null) {
      java = ShippedJava.of(site.distributions().takeJava(Path.of(jdk), wanted.cancellation()));
    }
    String tarball = options.tarball();
    if (tarball != null) {
      service = site.distributions().take(Path.of(tarball), wanted.cancellation());
    } else if (options.home() == null) {
      service = fetch();
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

  /** The service that is shipped; null when hosts have theirs. */
  public @Nullable Distribution service() {
    return service;
  }

  /** The Java that is shipped; null when hosts have theirs. */
  public @Nullable ShippedJava java() {
    return java;
  }

  private List<Distribution> all() {
    ShippedJava shipped = java;
    return Stream.of(service, shipped == null ? null : shipped.distribution())
        .filter(Objects::nonNull)
        .toList();
  }

  /** MiB by digest. */
  public Map<String, Long> sizes() {
    return all().stream()
        .collect(Collectors.toMap(Distribution::digest, one -> one.size() / MIB + 1));
  }

  /** The names of the folders, with blanks between them. */
  public String names() {
    return all().stream()
        .map(one -> home(one).substring(FOLDER.length()))
        .collect(Collectors.joining(" "));
  }

  /** Where the service is: below the service's folder, or absolute when it is the user's own. */
  public String home() {
    Distribution shipped = service;
    return shipped == null ? Objects.requireNonNull(options.home()) : home(shipped);
  }

  /** Where a distribution is, below the service's folder. */
  static String home(Distribution distribution) {
    return FOLDER + distribution.digest().substring(0, 16);
  }

  /**
   * The steps that bring it to hosts.
   *
   * @param measures by number of node
   */
  public List<ServiceStep> steps(Map<Integer, HostMeasure> measures) {
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
      List<Node> nodes, Distribution shipped, Map<Integer, HostMeasure> measures, String kind)
      throws InterruptedException {
    List<Node> lacking =
        nodes.stream()
            .filter(
                node -> {
                  HostMeasure measure = measures.get(node.number());
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
            .run(arrived, HostRemote.script("whole.sh", target, shipped.digest(), kind), SOON)
            .problems());
    return problems;
  }
}
