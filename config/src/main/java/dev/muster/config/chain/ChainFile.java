package dev.muster.config.chain;

import dev.muster.config.language.Configuration;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Entry;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Scalar;
import dev.muster.spi.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a chain of map runs, or one configuration, which is a chain of one. */
public final class ChainFile {

  private static final int MOST_ELEMENTS = 1000;

  private final Path folder;
  private final Map<String, String> variables;
  private final Configuration chain;
  private final Problems problems;

  private ChainFile(
      Path folder, Map<String, String> variables, Configuration chain, Problems problems) {
    this.folder = folder;
    this.variables = variables;
    this.chain = chain;
    this.problems = problems;
  }

  /**
   * Reads a chain file. Relative paths of projects start at its folder.
   *
   * @param file in the configuration language; YAML by its ending, else JSON with comments
   * @param variables values by name, over those of the file; they go to every element
   * @throws dev.muster.spi.ProblemsException CONFIGURATION with all that is wrong
   */
  public static LoadedChain load(Path file, Map<String, String> variables) {
    Path absolute = file.toAbsolutePath().normalize();
    Configuration chain = Configuration.readOptions(absolute, variables);
    Problems problems = new Problems(absolute);
    Path folder = absolute.resolveSibling("");
    List<ChainElement> elements = new ChainFile(folder, variables, chain, problems).elements();
    problems.throwIfAny();
    List<Problem> warnings = new ArrayList<>(chain.warnings());
    warnings.addAll(problems.warnings());
    return new LoadedChain(elements, warnings);
  }

  private List<ChainElement> elements() {
    List<Mapping> mappings = chain.mappings(problems);
    if (mappings.isEmpty() || mappings.size() > MOST_ELEMENTS) {
      problems.add(0, "a chain has 1 to " + MOST_ELEMENTS + " elements, not " + mappings.size());
      return List.of();
    }
    List<ChainElement> elements = new ArrayList<>();
    for (int i = 0; i < mappings.size(); i++) {
      Mapping config = mappings.get(i);
      Optional<Mapping> resources = Optional.empty();
      if (chain.isChain()) {
        resources = part(config, Configuration.RESOURCES);
        config = part(config, Configuration.CONFIG).orElseThrow();
      }
      element(i, config, resources).ifPresent(elements::add);
    }
    return elements;
  }

  private Optional<ChainElement> element(int index, Mapping config, Optional<Mapping> resources) {
    String prefix = chain.isChain() ? "element " + index + ": " : "";
    int before = problems.size();
    Section section = new Section(ChainOptions.CONFIG, config, prefix, problems);
    Optional<Path> project =
        section.find(ChainOptions.PROJECT).flatMap(text -> path(section, text));
    Map<String, String> values = values(section);
    List<String> files = section.value(ChainOptions.FILES);
    int number = section.value(ChainOptions.NUMBER);
    if (number > 0 && !files.isEmpty()) {
      problems.add(
          section.line(ChainOptions.NUMBER), prefix + "number and files exclude each other");
    }
    boolean debug = section.value(ChainOptions.DEBUG);
    String cluster = section.find(ChainOptions.CLUSTER).orElse(null);
    if (debug && cluster != null) {
      problems.add(
          section.line(ChainOptions.DEBUG), prefix + "debug is for this machine, not a cluster");
    }
    int rounds = section.value(ChainOptions.ROUNDS);
    boolean fresh = section.value(ChainOptions.FRESH);
    boolean failFast = section.value(ChainOptions.FAIL_FAST);
    boolean offline = section.value(ChainOptions.OFFLINE);
    List<String> testSubset = section.value(ChainOptions.TEST_SUBSET);
    boolean skipExisting = section.value(ChainOptions.SKIP_EXISTING);
    boolean raise = section.value(ChainOptions.RAISE_ON_FAILURE);
    Integer workers = resources.map(given -> workers(given, prefix)).orElse(null);
    if (problems.size() > before || project.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ChainElement(
            index,
            project.get(),
            values,
            files,
            number,
            rounds,
            debug ? Integer.valueOf(1) : workers,
            cluster,
            fresh,
            failFast || debug,
            offline,
            testSubset,
            skipExisting,
            raise,
            debug,
            chain.config(index)));
  }

  private @Nullable Integer workers(Mapping resources, String prefix) {
    Section section =
        new Section(ChainOptions.RESOURCES, resources, prefix + "pipeline_resources.", problems);
    return section
        .find(ChainOptions.WORKERS)
        .or(() -> section.find(ChainOptions.NUM_CPUS))
        .orElse(null);
  }

  private Map<String, String> values(Section section) {
    Map<String, String> values = new LinkedHashMap<>();
    Optional<YamlValue> given = section.find(ChainOptions.PROJECT_VARIABLES);
    if (given.isPresent() && given.get() instanceof Mapping mapping) {
      for (Entry entry : mapping.entries()) {
        if (entry.value() instanceof Scalar scalar) {
          values.put(entry.key(), scalar.text());
        } else {
          problems.add(
              entry.line(),
              section.name(ChainOptions.PROJECT_VARIABLES)
                  + "."
                  + entry.key()
                  + ": one value is expected, not "
                  + entry.value().shown());
        }
      }
    } else if (given.isPresent()) {
      problems.add(
          given.get().line(),
          section.name(ChainOptions.PROJECT_VARIABLES)
              + ": a mapping is expected, not "
              + given.get().shown());
    }
    values.putAll(variables);
    return values;
  }

  private Optional<Path> path(Section section, String text) {
    try {
      return Optional.of(folder.resolve(text).normalize());
    } catch (InvalidPathException e) {
      problems.add(
          section.line(ChainOptions.PROJECT),
          section.name(ChainOptions.PROJECT) + ": no path can be like that: " + e.getReason());
      return Optional.empty();
    }
  }

  private static Optional<Mapping> part(Mapping element, String key) {
    return element.find(key).map(entry -> (Mapping) entry.value());
  }
}
