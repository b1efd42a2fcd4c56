package dev.muster.config.chain;

import dev.muster.config.chain.ElementWork.MapWork;
import dev.muster.config.chain.ElementWork.PipelineWork;
import dev.muster.config.language.Value;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Entry;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Scalar;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one element of a chain. What is wrong is noted, and reading goes on. */
final class ElementReader {

  private final Path folder;
  private final Map<String, String> variables;
  private final String prefix;
  private final Problems problems;

  /**
   * @param folder where relative paths start
   * @param variables of the command line
   * @param prefix stands before keys in messages
   */
  ElementReader(Path folder, Map<String, String> variables, String prefix, Problems problems) {
    this.folder = folder;
    this.variables = variables;
    this.prefix = prefix;
    this.problems = problems;
  }

  Optional<ChainElement> read(
      int index, Mapping config, Optional<Mapping> resources, Value original) {
    int before = problems.size();
    boolean pipeline = config.find(ChainOptions.PIPELINE.key()).isPresent();
    config
        .find(ChainOptions.PROJECT.key())
        .filter(entry -> pipeline)
        .ifPresent(
            entry ->
                problems.add(
                    entry.line(),
                    prefix + "project and pipeline exclude each other",
                    "make two elements of them"));
    if (problems.size() > before) {
      return Optional.empty();
    }
    Section section =
        new Section(
            pipeline ? ChainOptions.PIPELINE_CONFIG : ChainOptions.PROJECT_CONFIG,
            config,
            prefix,
            problems);
    boolean debug = section.value(ChainOptions.DEBUG);
    if (debug && section.has(ChainOptions.CLUSTER)) {
      problems.add(
          section.line(ChainOptions.DEBUG), prefix + "debug is for this machine, not a cluster");
    }
    List<String> testSubset = section.value(ChainOptions.TEST_SUBSET);
    boolean skipExisting = section.value(ChainOptions.SKIP_EXISTING);
    boolean raise = section.value(ChainOptions.RAISE_ON_FAILURE);
    Integer given = resources.map(this::atOnce).orElse(null);
    Integer atOnce = debug ? Integer.valueOf(1) : given;
    Optional<? extends ElementWork> work =
        pipeline ? pipeline(section, atOnce) : map(section, atOnce, debug);
    return problems.size() > before || work.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ChainElement(index, work.get(), testSubset, skipExisting, raise, debug, original));
  }

  private Optional<MapWork> map(Section section, @Nullable Integer workers, boolean debug) {
    Optional<Path> project = path(section, ChainOptions.PROJECT);
    Map<String, String> values = values(section, ChainOptions.PROJECT_VARIABLES);
    List<String> files = section.value(ChainOptions.FILES);
    int number = section.value(ChainOptions.NUMBER);
    if (number > 0 && !files.isEmpty()) {
      problems.add(
          section.line(ChainOptions.NUMBER), prefix + "number and files exclude each other");
    }
    int rounds = section.value(ChainOptions.ROUNDS);
    boolean fresh = section.value(ChainOptions.FRESH);
    boolean failFast = section.value(ChainOptions.FAIL_FAST);
    boolean offline = section.value(ChainOptions.OFFLINE);
    Boolean late = section.find(ChainOptions.LATE_INPUTS).orElse(null);
    String cluster = section.find(ChainOptions.CLUSTER).orElse(null);
    return project.map(
        folderOfIt ->
            new MapWork(
                folderOfIt,
                values,
                files,
                number,
                rounds,
                workers,
                cluster,
                fresh,
                failFast || debug,
                offline,
                late));
  }

  private Optional<PipelineWork> pipeline(Section section, @Nullable Integer parallel) {
    Optional<Path> file = path(section, ChainOptions.PIPELINE);
    Map<String, String> values = values(section, ChainOptions.PIPELINE_VARIABLES);
    Path entrypoint = path(section, ChainOptions.ENTRYPOINT).orElse(null);
    Path home = path(section, ChainOptions.SPARK_HOME).orElse(null);
    Path results = path(section, ChainOptions.RESULTS).orElse(null);
    String cluster = section.find(ChainOptions.CLUSTER).orElse(null);
    boolean reuse = section.value(ChainOptions.REUSE_SESSION);
    if (cluster != null) {
      for (Option<?> option :
          List.of(
              ChainOptions.SPARK_HOME, ChainOptions.SPARK_VERSION, ChainOptions.REUSE_SESSION)) {
        if (section.has(option)) {
          problems.add(
              section.line(option),
              section.name(option) + " does not go with cluster, which has its own Spark");
        }
      }
      if (!section.find(ChainOptions.MASTER).orElse("yarn").equals("yarn")) {
        problems.add(
            section.line(ChainOptions.MASTER),
            prefix + "master does not go with cluster, but yarn for its YARN");
      }
    }
    if (home != null && section.has(ChainOptions.SPARK_VERSION)) {
      problems.add(
          section.line(ChainOptions.SPARK_HOME),
          prefix + "spark_home and spark_version exclude each other");
    }
    return file.map(
        pipelineFile ->
            new PipelineWork(
                pipelineFile,
                values,
                entrypoint,
                section.find(ChainOptions.MAIN_CLASS).orElse(null),
                section.value(ChainOptions.STRICT_ARGS),
                section.find(ChainOptions.FROM).orElse(null),
                section.value(ChainOptions.ONLY),
                section.value(ChainOptions.SKIP),
                parallel == null ? 1 : parallel,
                cluster,
                section.find(ChainOptions.MASTER).orElse(null),
                home,
                section.find(ChainOptions.SPARK_VERSION).orElse(null),
                reuse,
                section.value(ChainOptions.FRESH_STEPS),
                results,
                logsTo(section),
                interval(section)));
  }

  private @Nullable Integer atOnce(Mapping resources) {
    Section section =
        new Section(ChainOptions.RESOURCES, resources, prefix + "pipeline_resources.", problems);
    return section
        .find(ChainOptions.WORKERS)
        .or(() -> section.find(ChainOptions.NUM_CPUS))
        .orElse(null);
  }

  private @Nullable String logsTo(Section section) {
    String target = section.find(ChainOptions.LOGS_TO).orElse(null);
    if (target == null) {
      return null;
    }
    if (!target.contains("://")) {
      return path(section, ChainOptions.LOGS_TO).map(Path::toString).orElse(null);
    }
    if (!target.matches("[a-z0-9+.-]+://[^/]+(/.*)?")) {
      problems.add(
          section.line(ChainOptions.LOGS_TO),
          section.name(ChainOptions.LOGS_TO)
              + ": s3://bucket/prefix or a folder is expected, not "
              + target);
    }
    return target;
  }

  private @Nullable Duration interval(Section section) {
    Duration interval = section.find(ChainOptions.LOG_INTERVAL).orElse(null);
    if (interval != null && interval.toSeconds() < 1) {
      problems.add(
          section.line(ChainOptions.LOG_INTERVAL),
          section.name(ChainOptions.LOG_INTERVAL) + ": a time of 1s or more is expected");
    }
    return interval;
  }

  private Map<String, String> values(Section section, Option<YamlValue> option) {
    Map<String, String> values = new LinkedHashMap<>();
    Optional<YamlValue> given = section.find(option);
    if (given.isPresent() && given.get() instanceof Mapping mapping) {
      for (Entry entry : mapping.entries()) {
        if (entry.value() instanceof Scalar scalar) {
          values.put(entry.key(), scalar.text());
        } else {
          problems.add(
              entry.line(),
              section.name(option)
                  + "."
                  + entry.key()
                  + ": one value is expected, not "
                  + entry.value().shown());
        }
      }
    } else if (given.isPresent()) {
      problems.add(
          given.get().line(),
          section.name(option) + ": a mapping is expected, not " + given.get().shown());
    }
    values.putAll(variables);
    return values;
  }

  private Optional<Path> path(Section section, Option<String> option) {
    return section.find(option).flatMap(text -> path(section, option, text));
  }

  private Optional<Path> path(Section section, Option<String> option, String text) {
    try {
      return Optional.of(folder.resolve(text).normalize());
    } catch (InvalidPathException e) {
      problems.add(
          section.line(option),
          section.name(option) + ": no path can be like that: " + e.getReason());
      return Optional.empty();
    }
  }
}
