package dev.muster.config.language;

import dev.muster.config.language.Value.Items;
import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.spi.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of the configuration language, worked out: without comments, imports, <code>${config_path}
 * </code> and <code>${var:name}</code>. It is one configuration, or a chain of them.
 *
 * @param value an object, or a list of elements of a chain, all in today's form
 * @param warnings what works but should be written otherwise
 */
public record Configuration(Value value, List<Problem> warnings) {

  private static final String CONFIG = "pipeline_config";
  private static final String RESOURCES = "pipeline_resources";
  private static final String OLD_MARK = "pipeline";

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
    Value whole = new Imports(path -> !isYaml(path)).read(file);
    if (whole instanceof Members members) {
      return new Configuration(Variables.putInto(members, variables), List.of());
    }
    if (!(whole instanceof Items chain)) {
      throw LanguageException.of(
          whole.origin(), "an object or a list is expected, not " + whole.shown(), null);
    }
    List<Problem> warnings = new ArrayList<>();
    List<Value> elements = new ArrayList<>();
    for (int i = 0; i < chain.values().size(); i++) {
      elements.add(element(chain.values().get(i), i, variables, warnings));
    }
    return new Configuration(new Items(elements, chain.origin()), warnings);
  }

  /** Whether it is a list of configurations, which run one after another. */
  public boolean isChain() {
    return value instanceof Items;
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
      Value value, int index, Map<String, String> variables, List<Problem> warnings) {
    String which = "element " + index + " of the chain";
    if (!(value instanceof Members members)) {
      throw LanguageException.of(value.origin(), which + " is " + value.shown(), null);
    }
    Optional<Value> config = members.find(CONFIG);
    if (config.isEmpty() && members.find(OLD_MARK).isEmpty()) {
      throw LanguageException.of(members.origin(), which + " has no " + CONFIG, null);
    }
    Map<String, Member> element = new LinkedHashMap<>();
    if (config.isEmpty()) {
      warnings.add(
          LanguageException.problem(
              members.origin(),
              which + " is a bare configuration, the old form of a chain",
              "{\"" + CONFIG + "\": …}"));
      element.put(CONFIG, made(CONFIG, Variables.putInto(members, variables)));
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
      element.put(member.name(), made(member.name(), Variables.putInto(object, variables)));
    }
    return Members.of(element, members.origin());
  }

  private static Member made(String name, Members value) {
    return new Member(name, value, value.origin());
  }
}
