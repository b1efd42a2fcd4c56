package dev.muster.cli;

import dev.muster.config.text.HumanDuration;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.Distributions;
import dev.muster.spi.distribution.FetchOptions;
import dev.muster.spi.distribution.JarClosure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands about one distribution share: its name, and how it is got. */
abstract class DistributionCommand extends MusterCommand {

  @Parameters(
      paramLabel = "NAME[:VERSION]",
      description =
          "For instance spark or spark:4.1.1; spark:4.1.1@DIGEST when there are several of a"
              + " version; jars@DIGEST for jars of packages, to remove them.")
  String name = "";

  /** By which the jars of packages are named, as {@code jars@DIGEST}. */
  static final String JARS = "jars";

  /** Digits of a digest that are shown. */
  static final int SHORT = 8;

  DistributionCommand(CliContext context) {
    super(context);
  }

  /** How commands that may fetch are told to. */
  static final class FetchSettings {

    @Option(names = "--offline", description = "Take it from the cache only.")
    boolean offline;

    @Option(
        names = "--timeout",
        paramLabel = "TIME",
        description = "Give up after so long, for instance 10m (default: 30m).")
    @Nullable String timeout;
  }

  Distributions distributions() {
    return context().services().get().distributions().get();
  }

  DistributionSpec spec() {
    try {
      return DistributionSpec.parse(name);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /** The one that is meant, fetched when it is not in the cache. */
  Distribution fetch(FetchSettings settings, boolean verify) throws InterruptedException {
    DistributionSpec spec = spec();
    Duration deadline = deadline(settings);
    try (FetchView view = new FetchView(console())) {
      return distributions()
          .resolve(
              spec,
              new FetchOptions(
                  settings.offline || context().settings().get().offline().value(),
                  verify,
                  deadline,
                  context().control(),
                  view));
    }
  }

  private Duration deadline(FetchSettings settings) {
    String timeout = settings.timeout;
    if (timeout == null) {
      return FetchOptions.PATIENCE;
    }
    try {
      Duration deadline = HumanDuration.parse(timeout);
      if (deadline.isZero() || deadline.compareTo(Duration.ofDays(7)) > 0) {
        throw new IllegalArgumentException("more than nothing and at most 7d");
      }
      return deadline;
    } catch (IllegalArgumentException e) {
      throw usage("--timeout: " + e.getMessage());
    }
  }

  /** The one that is meant, of those in the cache. */
  Distribution cached() {
    DistributionSpec spec = spec();
    List<Distribution> matching =
        distributions().list().stream().filter(one -> matches(spec, one)).toList();
    if (matching.isEmpty()) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, spec + " is not in the cache", "see muster distribution list");
    }
    if (matching.size() > 1) {
      throw new MusterException(
          ErrorKind.INVALID,
          spec + " may be " + String.join(" or ", matching.stream().map(Distribution::id).toList()),
          "say which: "
              + String.join(" or ", matching.stream().map(DistributionCommand::exactly).toList()));
    }
    return matching.get(0);
  }

  private static boolean matches(DistributionSpec spec, Distribution one) {
    return one.name().equals(spec.name())
        && (spec.version() == null || one.version().equals(spec.version()))
        && (spec.digest() == null || one.digest().startsWith(spec.digest()));
  }

  private static String exactly(Distribution one) {
    return one.name() + ":" + one.version() + "@" + one.digest().substring(0, 8);
  }

  /** A distribution for machines. */
  static Map<String, @Nullable Object> facts(Distribution one) {
    return Console.object(
        "id", one.id(),
        "name", one.name(),
        "version", one.version(),
        "scala", one.scala(),
        "origin", one.origin().name(),
        "digest", one.digest(),
        "files", one.files().size(),
        "bytes", one.size());
  }

  /** The jars of packages for machines. */
  static Map<String, @Nullable Object> facts(JarClosure one) {
    return Console.object(
        "id", JARS + "@" + one.digest().substring(0, SHORT),
        "name", JARS,
        "coordinates", one.coordinates(),
        "origin", "MAVEN",
        "digest", one.digest(),
        "files", one.jars().size(),
        "bytes", one.size());
  }

  /** What jars of packages are known by, for people. */
  static String shown(JarClosure one) {
    String first = one.coordinates().get(0);
    int more = one.coordinates().size() - 1;
    return more == 0 ? first : first + " and " + more + " more";
  }

  /** A distribution for people. */
  static String line(Distribution one) {
    return one.id()
        + "  "
        + Texts.count(one.files().size(), "file")
        + ", "
        + Texts.bytes(one.size())
        + ", digest "
        + one.digest().substring(0, 8);
  }
}
