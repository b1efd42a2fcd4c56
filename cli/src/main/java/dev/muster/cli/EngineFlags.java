package dev.muster.cli;

import dev.muster.core.Services;
import dev.muster.core.cluster.ClusterEngines;
import dev.muster.spi.engine.EngineOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What runs the tasks. */
final class EngineFlags {

  private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9._-]*");

  /** Settings whose values are kept out of what is noted: Spark's own rule for its web pages. */
  private static final Pattern SECRET = Pattern.compile("(?i)secret|password|token|access[.]?key");

  private static final String YARN = "yarn";

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "Run tasks with local workers, or as one Spark application: local, spark; yarn is spark on"
              + " YARN.")
  @Nullable String engine;

  @Option(
      names = {"-c", "--cluster"},
      paramLabel = "CLUSTER",
      description = "Run tasks on the Spark of this cluster, with --engine yarn on its YARN.")
  @Nullable String cluster;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "The Spark to run on: local[N], spark://host:port, yarn (default: local[*]).")
  @Nullable String master;

  @Option(
      names = "--spark-home",
      paramLabel = "FOLDER",
      description = "Spark's folder, or a folder of its jars (default: SPARK_HOME).")
  @Nullable Path sparkHome;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      arity = "1",
      description = "A setting of Spark; can be repeated.")
  List<String> conf = new ArrayList<>();

  /** What is wrong with them, null when nothing is. */
  @Nullable String problem() {
    if (engine != null && !List.of("local", "spark", YARN).contains(engine)) {
      return "--engine takes local, spark or yarn, not " + engine;
    }
    if (YARN.equals(engine) && master != null && !master.equals(YARN)) {
      return "--engine yarn has no --master " + master;
    }
    if (cluster != null
        && (sparkHome != null
            || (master != null && !master.equals(YARN))
            || "local".equals(engine))) {
      return "--cluster says which engine, master and Spark are used: leave these out, but --engine"
          + " yarn for its YARN";
    }
    if (cluster == null && isLocal() && (master != null || sparkHome != null || !conf.isEmpty())) {
      return "--master, --spark-home and --conf need --engine spark, or --conf a --cluster";
    }
    for (String each : conf) {
      int end = each.indexOf('=');
      if (end < 0
          || !KEY.matcher(each.substring(0, end)).matches()
          || each.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
        String shown = end < 0 ? each : each.substring(0, end);
        return "--conf takes KEY=VALUE, for instance spark.executor.memory=2g, not " + shown;
      }
    }
    return null;
  }

  /** Whether local workers run the tasks. */
  boolean isLocal() {
    return cluster == null && !"spark".equals(engine) && !YARN.equals(engine);
  }

  private boolean isYarn() {
    return YARN.equals(engine) || YARN.equals(master);
  }

  /**
   * What was asked for.
   *
   * @param services asked only for a cluster
   * @param folder where relative paths begin
   * @param workers as the user said; null when he did not
   */
  EngineOptions options(Supplier<Services> services, Path folder, @Nullable Integer workers) {
    String named = cluster;
    if (named != null) {
      return ClusterEngines.of(
          services.get(), named, settings(), workers == null ? 0 : workers, isYarn());
    }
    if (isLocal()) {
      return EngineOptions.LOCAL;
    }
    return new EngineOptions(
        "spark",
        isYarn() ? YARN : master == null ? "local[*]" : master,
        sparkHome == null ? null : folder.resolve(sparkHome).normalize().toString(),
        settings(),
        workers == null ? 0 : workers,
        null);
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String each : conf) {
      int end = each.indexOf('=');
      settings.put(each.substring(0, end), each.substring(end + 1));
    }
    return settings;
  }

  /** Words of a command line that say the same, but for values that nobody may see. */
  List<String> words(Path folder) {
    String named = cluster;
    if (isLocal()) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    if (named != null) {
      words.addAll(List.of("--cluster", named));
    }
    if (named == null || engine != null) {
      words.addAll(List.of("--engine", isYarn() ? YARN : "spark"));
    }
    if (master != null) {
      words.addAll(List.of("--master", master));
    }
    if (sparkHome != null) {
      words.addAll(List.of("--spark-home", folder.resolve(sparkHome).normalize().toString()));
    }
    settings()
        .forEach(
            (key, value) ->
                words.addAll(
                    List.of("--conf", key + "=" + (SECRET.matcher(key).find() ? "***" : value))));
    return words;
  }
}
