package dev.muster.config.language;

import dev.muster.config.language.Value.Items;
import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.spi.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A file of the configuration language, worked out: without comments, imports, <code>${config_path}
 * </code> and <code>${var:name}</code>. It is one configuration, or a chain of them.
 *
 * @param value an object, or a list of elements of a chain, all in today's form
 * @param warnings what works but should be written otherwise
 */
public record Configuration(Value value, List<Problem> warnings) {

  /** The configuration of an element of a chain. */
  public static final String CONFIG = "pipeline_config";

  /** What an element of a chain may use. */
  public static final String RESOURCES = "pipeline_resources";

  /** A bare configuration has one of these: it says what is run. */
  private static final List<String> OLD_MARKS = List.of("pipeline", "project");

  public Configuration {
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads a file with all that it imports: YAML where its name ends so, else JSON with comments.
   *
   * @param variables values by name, which win over those of the file
   * @throws dev.muster.spi.ProblemsException CONFIGURATION with file, line, column and the imports
   *     on the way
   */
  public static Configuration read(Path file, Map<String, String> variables) {
    return read(file, members -> Variables.putInto(members, variables));
  }

  /**
   * The same of a file of Muster's own options: a variable that is all of a text may be a number.
   */
  public static Configuration readOptions(Path file, Map<String, String> variables) {
    return read(file, members -> Variables.putIntoOptions(members, variables));
  }

  private static Configuration read(Path file, UnaryOperator<Members> filled) {
    Value whole = new Imports(path -> !isYaml(path)).read(file);
    if (whole instanceof Members members) {
      return new Configuration(filled.apply(members), List.of());
    }
    if (!(whole instanceof Items chain)) {
      throw LanguageException.of(
          whole.origin(), "an object or a list is expected, not " + whole.shown(), null);
    }
    List<Problem> warnings = new ArrayList<>();
    List<Value> elements = new ArrayList<>();
    for (int i = 0; i < chain.values().size(); i++) {
      elements.add(element(chain.values().get(i), i, filled, warnings));
    }
    return new Configuration(new Items(elements, chain.origin()), warnings);
  }

  /** Whether it is a list of configurations, which run one after another. */
  public boolean isChain() {
    return value instanceof Items;
  }

  /** The elements as mappings, or the one configuration; lines as {@code problems} has them. */
  public List<Mapping> mappings(Problems problems) {
    List<Value> all = value instanceof Items items ? items.values() : List.of(value);
    return all.stream().map(each -> YamlValues.from((Members) each, problems)).toList();
  }

  /** The configuration of an element, or the one that there is. */
  public Value config(int index) {
    return value instanceof Items items
        ? ((Members) items.values().get(index)).find(CONFIG).orElseThrow()
        : value;
  }

  private static boolean isYaml(Path file) {
    String name = file.toString();
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /** As plain JSON. */
  public String json() {
    return value.json();
  }

  private static Value element(
      Value value, int index, UnaryOperator<Members> filled, List<Problem> warnings) {
    String which = "element " + index + " of the chain";
    if (!(value instanceof Members members)) {
      throw LanguageException.of(value.origin(), which + " is " + value.shown(), null);
    }
    Optional<Value> config = members.find(CONFIG);
    if (config.isEmpty() && OLD_MARKS.stream().allMatch(mark -> members.find(mark).isEmpty())) {
      throw LanguageException.of(members.origin(), which + " has no " + CONFIG, null);
    }
    Map<String, Member> element = new LinkedHashMap<>();
    if (config.isEmpty()) {
      warnings.add(
          LanguageException.problem(
              members.origin(),
              which + " is a bare configuration, the old form of a chain",
              "{\"" + CONFIG + "\": …}"));
      element.put(CONFIG, made(CONFIG, filled.apply(members)));
      return Members.of(element, members.origin());
    }
    for (Member member : members.members()) {
      if (!List.of(CONFIG, RESOURCES).contains(member.name())) {
        throw LanguageException.of(
            member.origin(),
            which + " has " + CONFIG + " and " + RESOURCES + ", and no " + member.name(),
            null);
      }
      if (!(member.value() instanceof Members object)) {
        throw LanguageException.of(
            member.value().origin(),
            member.name() + " is an object, not " + member.value().shown(),
            null);
      }
      element.put(member.name(), made(member.name(), filled.apply(object)));
    }
    return Members.of(element, members.origin());
  }

  private static Member made(String name, Members value) {
    return new Member(name, value, value.origin());
  }
}
