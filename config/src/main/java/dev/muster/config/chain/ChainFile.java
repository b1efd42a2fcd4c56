package dev.muster.config.chain;

import dev.muster.config.language.Configuration;
import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a chain of map runs and pipelines, or one configuration, which is a chain of one. */
public final class ChainFile {

  private static final int MOST_ELEMENTS = 1000;

  private ChainFile() {}

  /**
   * Reads a chain file. Relative paths in it start at its folder.
   *
   * @param file in the configuration language; YAML by its ending, else JSON with comments
   * @param variables values by name, over those of the file; they go to every element
   * @throws dev.muster.spi.ProblemsException CONFIGURATION with all that is wrong
   * @throws MusterException NOT_FOUND when there is no such file
   */
  public static LoadedChain load(Path file, Map<String, String> variables) {
    Path absolute = file.toAbsolutePath().normalize();
    if (!Files.exists(absolute)) {
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "there is no chain file " + file,
          "docs/configuration-language.md shows one; muster config template chain writes one");
    }
    Configuration chain = Configuration.readOptions(absolute, variables);
    Problems problems = new Problems(absolute);
    List<ChainElement> elements = elements(absolute, variables, chain, problems);
    problems.throwIfAny();
    List<Problem> warnings = new ArrayList<>(chain.warnings());
    warnings.addAll(problems.warnings());
    return new LoadedChain(absolute, elements, warnings);
  }

  private static List<ChainElement> elements(
      Path file, Map<String, String> variables, Configuration chain, Problems problems) {
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
      String prefix = chain.isChain() ? "element " + i + ": " : "";
      new ElementReader(file.resolveSibling(""), variables, prefix, problems)
          .read(i, config, resources, chain.config(i))
          .ifPresent(elements::add);
    }
    return elements;
  }

  private static Optional<Mapping> part(Mapping element, String key) {
    return element.find(key).map(entry -> (Mapping) entry.value());
  }
}
