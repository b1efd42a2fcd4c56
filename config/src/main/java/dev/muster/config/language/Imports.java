package dev.muster.config.language;

import dev.muster.config.language.Value.Items;
import dev.muster.config.language.Value.Member;
import dev.muster.config.language.Value.Members;
import dev.muster.config.language.Value.Text;
import dev.muster.config.text.NearFile;
import dev.muster.config.text.Problems;
import dev.muster.config.text.TextFile;
import dev.muster.config.yaml.YamlFile;
import dev.muster.config.yaml.YamlValue;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file with all that it imports. A member whose name starts with {@code **} has the path of
 * another file as its value, relative to the file in which it stands, and gives way to that file's
 * members. What stands beside it wins; of several imports the earlier one wins; objects of the same
 * name are joined, lists and plain values are not.
 */
final class Imports {

  static final String MARK = "**";
  static final String FOLDER = "${config_path}";

  /** More files than a configuration is made of. */
  private static final int MOST_FILES = 1000;

  /** Characters of all files together. */
  private static final int MOST_CHARACTERS = 16 << 20;

  private final Predicate<Path> json;
  private int files;
  private long characters;

  /**
   * @param json which files are JSON with comments; the others are YAML
   */
  Imports(Predicate<Path> json) {
    this.json = json;
  }

  /** Whether the name of a file says that it is JSON. */
  static boolean isJson(Path file) {
    return file.toString().endsWith(".json");
  }

  /** Reads the file that was named. */
  Value read(Path file) {
    return read(file.toAbsolutePath().normalize(), null, 0);
  }

  private Value read(Path file, @Nullable Origin importedAt, int depth) {
    Origin origin = new Origin(file, 0, 0, importedAt);
    Origin complaint = importedAt == null ? origin : importedAt;
    if (++files > MOST_FILES) {
      throw LanguageException.of(
          complaint, "more than " + MOST_FILES + " files are imported", null);
    }
    if (!Files.exists(file)) {
      throw LanguageException.of(complaint, "there is no file " + file, NearFile.hint(file));
    }
    for (Origin from = importedAt; from != null; from = from.importedAt()) {
      if (same(from.file(), file)) {
        throw LanguageException.of(complaint, "the imports go round in a circle: " + file, null);
      }
    }
    String folder = String.valueOf(file.getParent());
    String text = text(file, origin);
    characters += text.length();
    if (characters > MOST_CHARACTERS) {
      throw LanguageException.of(complaint, "all files together are larger than 16 MiB", null);
    }
    Value value = json.test(file) ? JsonReader.read(text, origin) : yaml(text, origin);
    return expand(Texts.map(value, (each, at) -> placed(each, folder)), depth);
  }

  private static Value yaml(String text, Origin origin) {
    Problems problems = new Problems(origin.file());
    Optional<YamlValue> value = YamlFile.parse(text, problems);
    if (!problems.isEmpty()) {
      throw new ProblemsException(
          ErrorKind.CONFIGURATION,
          problems.inOrder().stream()
              .map(
                  each ->
                      new Problem(
                          each.file(), each.line(), each.message() + origin.way(), each.hint()))
              .toList());
    }
    return YamlValues.of(value.orElseThrow(), origin);
  }

  private static String text(Path file, Origin origin) {
    Problems problems = new Problems(file);
    String text = TextFile.read(file, problems).orElse("");
    if (!problems.isEmpty()) {
      Problem first = problems.inOrder().get(0);
      throw LanguageException.of(
          first.line() == 0 ? origin : origin.at(first.line(), 1), first.message(), first.hint());
    }
    return text;
  }

  /** A text with the folder of its file in it; a path is made plain. */
  private static String placed(String text, String folder) {
    if (!text.contains(FOLDER)) {
      return text;
    }
    String replaced = text.replace(FOLDER, folder);
    try {
      return text.startsWith(FOLDER) ? Path.of(replaced).normalize().toString() : replaced;
    } catch (InvalidPathException e) {
      return replaced;
    }
  }

  private Value expand(Value value, int depth) {
    if (depth > JsonReader.MAX_DEPTH) {
      throw LanguageException.of(
          value.origin(), "values are nested deeper than " + JsonReader.MAX_DEPTH, null);
    }
    if (value instanceof Items items) {
      return new Items(
          items.values().stream().map(each -> expand(each, depth + 1)).toList(), items.origin());
    }
    if (!(value instanceof Members members)) {
      return value;
    }
    Map<String, Member> local = new LinkedHashMap<>();
    List<Members> imported = new ArrayList<>();
    for (Member member : members.members()) {
      if (member.name().startsWith(MARK)) {
        imported.add(imported(member, depth));
      } else {
        Value expanded = expand(member.value(), depth + 1);
        local.put(member.name(), new Member(member.name(), expanded, member.origin()));
      }
    }
    Members joined = Members.of(local, members.origin());
    for (Members each : imported) {
      joined = join(joined, each);
    }
    return joined;
  }

  private Members imported(Member member, int depth) {
    if (!(member.value() instanceof Text path)) {
      throw LanguageException.of(
          member.value().origin(),
          "an import is the path of a file, not " + member.value().shown(),
          "\"**name\": \"${config_path}/other.json\"");
    }
    Origin at = path.origin();
    Path file;
    try {
      file = at.file().resolveSibling(path.text()).normalize();
    } catch (InvalidPathException e) {
      throw LanguageException.of(at, "no path can be like that: " + e.getReason(), null);
    }
    Value read = read(file, at, depth);
    if (read instanceof Members members) {
      return members;
    }
    throw LanguageException.of(
        at, file + " is " + read.shown() + ": only objects are imported", null);
  }

  private static Members join(Members first, Members second) {
    Map<String, Member> joined = new LinkedHashMap<>();
    first.members().forEach(member -> joined.put(member.name(), member));
    for (Member member : second.members()) {
      joined.merge(
          member.name(),
          member,
          (one, other) ->
              one.value() instanceof Members mine && other.value() instanceof Members theirs
                  ? new Member(one.name(), join(mine, theirs), one.origin())
                  : one);
    }
    return Members.of(joined, first.origin());
  }

  private static boolean same(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return one.equals(other);
    }
  }
}
