package dev.muster.config.language;

import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.config.text.Problems;
import dev.muster.config.text.TextFile;
import dev.muster.config.yaml.YamlFile;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.spi.ProblemsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a configuration file of Muster's own, YAML or JSON, in which the language may be used. One
 * without imports, <code>${config_path}</code>, variables and comments of JSON is read as it
 * stands.
 */
public final class LanguageFile {

  /** Where editors of JSON look for a schema. */
  private static final String SCHEMA = "$schema";

  /**
   * What makes a file one to be worked out; where it is meant otherwise it costs time only. A name
   * that begins with the mark of imports stands in quotes, in YAML too.
   */
  private static final List<String> MARKS =
      List.of(
          "\"" + Imports.MARK,
          "'" + Imports.MARK,
          Imports.FOLDER,
          "${var:",
          Variables.OBJECT,
          SCHEMA + "\"",
          SCHEMA + ":");

  private static final List<String> COMMENTS = List.of("//", "/*");

  private LanguageFile() {}

  /**
   * Reads the mapping that a configuration file is. What is wrong is noted; then the mapping is
   * empty or holds what could be read. Its lines are those of {@code problems}, imported ones too.
   *
   * @param variables values by name, which win over those of the file
   */
  public static Optional<Mapping> readMapping(
      Path file, Map<String, String> variables, Problems problems) {
    return TextFile.read(file, problems)
        .flatMap(text -> readMapping(file, text, variables, problems));
  }

  private static Optional<Mapping> readMapping(
      Path file, String text, Map<String, String> variables, Problems problems) {
    return usesLanguage(file, text)
        ? worked(file, variables, problems)
        : YamlFile.mapping(text, problems);
  }

  /** The same of a file that may say nothing: that is an empty mapping. */
  public static Optional<Mapping> readMappingOrNothing(
      Path file, Map<String, String> variables, Problems problems) {
    Optional<String> text = TextFile.read(file, problems);
    boolean nothing =
        text.isPresent()
            && text.get()
                .lines()
                .map(String::strip)
                .allMatch(l -> l.isEmpty() || l.startsWith("#"));
    return nothing
        ? Optional.of(new Mapping(List.of(), 0))
        : text.flatMap(found -> readMapping(file, found, variables, problems));
  }

  private static boolean usesLanguage(Path file, String text) {
    return MARKS.stream().anyMatch(text::contains)
        || (Imports.isJson(file) && COMMENTS.stream().anyMatch(text::contains));
  }

  private static Optional<Mapping> worked(
      Path file, Map<String, String> variables, Problems problems) {
    try {
      Value whole = new Imports(Imports::isJson).read(file);
      if (whole instanceof Members members) {
        return Optional.of(YamlValues.from(worked(members, variables), problems));
      }
      problems.add(0, "keys with values are expected, not " + whole.shown());
    } catch (ProblemsException e) {
      e.problems().forEach(problems::add);
    }
    return Optional.empty();
  }

  private static Members worked(Members members, Map<String, String> variables) {
    List<Member> read =
        members.members().stream().filter(member -> !member.name().equals(SCHEMA)).toList();
    return Variables.putIntoOptions(new Members(read, members.origin()), variables);
  }
}
