package dev.muster.config.project;

import dev.muster.config.schema.OptionTypes;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.config.yaml.YamlValue.Sequence;
import dev.muster.model.ShippedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the files that go along with the tasks. */
final class Shipped {

  private final Path folder;
  private final Problems problems;
  private final Set<String> targets = new HashSet<>();

  /**
   * @param folder the project's, absolute
   * @param problems where what is wrong is noted
   */
  Shipped(Path folder, Problems problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /** Reads {@code files} of the native form. */
  List<ShippedFile> read(YamlValue value) {
    Stream<YamlValue> items =
        value instanceof Sequence sequence ? sequence.items().stream() : Stream.of(value);
    return items.flatMap(item -> readOne(item).stream()).toList();
  }

  private Optional<ShippedFile> readOne(YamlValue item) {
    if (item instanceof Mapping mapping) {
      Section section = new Section(NativeOptions.FILE_KEYS, mapping, "files.", problems);
      Optional<String> target = section.find(NativeOptions.TARGET);
      return section
          .find(NativeOptions.SOURCE)
          .flatMap(
              source ->
                  file(
                      "files", source, target.orElseGet(() -> defaultTarget(source)), item.line()));
    }
    return OptionTypes.TEXT
        .read("files", item, problems)
        .flatMap(source -> file("files", source, defaultTarget(source), item.line()));
  }

  /**
   * One file; empty after noting what is wrong with it.
   *
   * @param key for messages
   * @param source relative to the project folder or absolute
   * @param target relative to the folder of shipped files
   */
  Optional<ShippedFile> file(String key, String source, String target, int line) {
    Path path = folder.resolve(source).normalize();
    if (!Files.isRegularFile(path)) {
      problems.add(
          line,
          key
              + ": "
              + (Files.isDirectory(path)
                  ? Quoted.of(source) + " is a folder, not a file"
                  : "there is no file " + Quoted.of(source)),
          source.startsWith("~") ? "~ is not written out: give the absolute path" : null);
      return Optional.empty();
    }
    if (!Files.isReadable(path)) {
      problems.add(line, key + ": " + Quoted.of(source) + " may not be read", "chmod u+r " + path);
      return Optional.empty();
    }
    if (!isBelow(target)) {
      problems.add(
          line,
          key + ": the target " + Quoted.of(target) + " is not below the folder of shipped files",
          "give a relative path without ..");
      return Optional.empty();
    }
    String normal = Path.of(target).normalize().toString();
    if (!targets.add(normal)) {
      problems.add(
          line,
          key + ": two files have the target " + Quoted.of(normal),
          "give one another target");
      return Optional.empty();
    }
    return Optional.of(new ShippedFile(path, normal));
  }

  private static boolean isBelow(String target) {
    return !target.startsWith("/")
        && !List.of(target.split("/")).contains("..")
        && !Path.of(target).normalize().toString().isEmpty();
  }

  private static String defaultTarget(String source) {
    Path path = Path.of(source);
    Path name = path.getFileName();
    return isBelow(source) || name == null ? source : name.toString();
  }
}
