package dev.muster.config.yaml;

import dev.muster.config.text.Problems;
import dev.muster.config.text.TextFile;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads YAML 1.1, and JSON as a part of it, as a tree of values with their lines. Nothing of the
 * file chooses a Java class. Bounds: {@value #MAX_BYTES} bytes, {@value #MAX_DEPTH} levels, {@value
 * #MAX_ALIASES} aliases.
 */
public final class YamlFile {

  /** A larger file is no configuration. */
  public static final int MAX_BYTES = TextFile.MAX_BYTES;

  /** Values nested deeper are refused. */
  public static final int MAX_DEPTH = 50;

  /** More aliases of lists and mappings are refused. */
  public static final int MAX_ALIASES = 50;

  private YamlFile() {}

  /**
   * Reads the mapping that a configuration file is. What is wrong is noted; then the mapping is
   * empty or holds what could be read.
   */
  public static Optional<YamlValue.Mapping> readMapping(Path file, Problems problems) {
    return TextFile.read(file, problems).flatMap(text -> mapping(text, problems));
  }

  /** The same of a text. */
  public static Optional<YamlValue.Mapping> mapping(String text, Problems problems) {
    Optional<YamlValue> value = parse(text, problems);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.get() instanceof YamlValue.Mapping mapping) {
      return Optional.of(mapping);
    }
    problems.add(
        value.get().line(),
        "keys with values are expected, not " + value.get().shown(),
        "write lines such as  name: weather");
    return Optional.empty();
  }

  /** Reads the one value of a text. */
  public static Optional<YamlValue> parse(String text, Problems problems) {
    Optional<YamlValue> json = JsonText.parse(text);
    return json.isPresent() ? json : parseYaml(text, problems);
  }

  private static Optional<YamlValue> parseYaml(String text, Problems problems) {
    LoaderOptions bounds = new LoaderOptions();
    bounds.setNestingDepthLimit(MAX_DEPTH);
    bounds.setMaxAliasesForCollections(MAX_ALIASES);
    bounds.setCodePointLimit(MAX_BYTES);
    try {
      @Nullable Node root = new Yaml(bounds).compose(new StringReader(text));
      if (root == null) {
        problems.add(0, "the file is empty", "write lines such as  name: weather");
        return Optional.empty();
      }
      return new NodeReader(problems).read(root);
    } catch (MarkedYAMLException e) {
      SyntaxErrors.add(e, text, problems);
    } catch (YAMLException e) {
      SyntaxErrors.add(e, problems);
    }
    return Optional.empty();
  }
}
