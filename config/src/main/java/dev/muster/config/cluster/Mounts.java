package dev.muster.config.cluster;

import dev.muster.config.schema.OptionTypes;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Entry;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.model.ClusterSpec.FileMount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code file_mounts}: path there, path here. */
final class Mounts {

  private static final String KEY = "file_mounts";

  private final LocalPaths paths;
  private final Problems problems;
  private final List<String> excludes;
  private final Set<String> seen = new HashSet<>();

  /**
   * @param excludes patterns of all of them
   */
  Mounts(LocalPaths paths, List<String> excludes) {
    this.paths = paths;
    this.problems = paths.problems();
    this.excludes = excludes;
  }

  List<FileMount> read(YamlValue value) {
    if (!(value instanceof Mapping mapping)) {
      problems.add(
          value.line(),
          KEY + ": a mapping is expected, not " + value.shown(),
          "for instance  file_mounts: {/opt/tool: tool}");
      return List.of();
    }
    return mapping.entries().stream().flatMap(entry -> readOne(entry).stream()).toList();
  }

  private Optional<FileMount> readOne(Entry entry) {
    Optional<String> remote = remote(entry);
    Optional<FileMount> mount =
        entry.value() instanceof Mapping mapping
            ? described(entry.key(), mapping)
            : OptionTypes.TEXT
                .read(KEY + "." + shown(entry), entry.value(), problems)
                .flatMap(source -> mount(entry, source, List.of()));
    return remote.flatMap(
        path -> mount.map(found -> new FileMount(path, found.local(), found.excludes())));
  }

  private Optional<FileMount> described(String remote, Mapping mapping) {
    Section section =
        new Section(ClusterOptions.MOUNT_KEYS, mapping, KEY + "." + shown(remote) + ".", problems);
    List<String> own = section.value(ClusterOptions.EXCLUDE);
    return section
        .find(ClusterOptions.SOURCE)
        .flatMap(
            source ->
                mount(
                    new Entry(remote, mapping, section.line(ClusterOptions.SOURCE)), source, own));
  }

  private Optional<FileMount> mount(Entry entry, String source, List<String> own) {
    List<String> all = new ArrayList<>(excludes);
    all.addAll(own);
    for (String pattern : own) {
      if (pattern.codePoints().anyMatch(Character::isISOControl)) {
        problems.add(
            entry.line(), KEY + ": the pattern " + Quoted.of(pattern) + " has control characters");
      }
    }
    return paths
        .existing(KEY + "." + shown(entry), source, entry.line())
        .map(local -> new FileMount(entry.key(), local, all));
  }

  /** The path there: absolute, or relative to the user's home; it leads to no folder above. */
  private Optional<String> remote(Entry entry) {
    String text = entry.key();
    String path = text.startsWith("~/") ? text.substring(2) : text;
    String fault = fault(path);
    if (!fault.isEmpty()) {
      problems.add(
          entry.line(),
          KEY + ": the path " + Quoted.of(text) + " " + fault,
          "for instance  /opt/tool, or  tool  for a folder in the user's home");
      return Optional.empty();
    }
    String normal = path.replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    if (!seen.add(normal)) {
      problems.add(
          entry.line(), KEY + ": two have the path " + Quoted.of(normal), "give one another path");
      return Optional.empty();
    }
    return Optional.of(normal);
  }

  private static String fault(String path) {
    if (path.isBlank() || path.equals("~")) {
      return "names no file or folder";
    }
    if (path.codePoints().anyMatch(Character::isISOControl)) {
      return "has control characters";
    }
    if (path.startsWith("~")) {
      return "is the home of another user";
    }
    if (path.length() > 1000) {
      return "is longer than 1000 characters";
    }
    List<String> parts = List.of(path.split("/"));
    if (parts.contains("..") || parts.contains(".")) {
      return "has . or .. in it";
    }
    return parts.stream().allMatch(String::isEmpty) ? "is the whole file system" : "";
  }

  private static String shown(Entry entry) {
    return shown(entry.key());
  }

  private static String shown(String key) {
    String quoted = Quoted.of(key);
    return quoted.substring(1, quoted.length() - 1);
  }
}
