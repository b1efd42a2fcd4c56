package dev.muster.config.pipeline;

import dev.muster.config.schema.Located;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the files that steps name. */
final class StepFiles {

  private final Path folder;
  private final @Nullable Path elsewhere;
  private final Problems problems;

  /**
   * @param folder where relative paths start, absolute
   * @param elsewhere another folder in which they might have been meant; null for none
   */
  StepFiles(Path folder, @Nullable Path elsewhere, Problems problems) {
    this.folder = folder;
    this.elsewhere = elsewhere;
    this.problems = problems;
  }

  /** A file that has to be there and readable; empty after noting that it is not. */
  Optional<Path> require(String key, Located given) {
    if (given.text().indexOf('\0') >= 0) {
      problems.add(given.line(), key + ": a path has no zero character");
      return Optional.empty();
    }
    Path path = folder.resolve(given.text()).normalize();
    if (!Files.exists(path)) {
      problems.add(
          given.line(), key + ": there is no file " + Quoted.of(given.text()), hint(given.text()));
      return Optional.empty();
    }
    if (!Files.isRegularFile(path)) {
      problems.add(given.line(), key + ": " + Quoted.of(given.text()) + " is no file", null);
      return Optional.empty();
    }
    if (!Files.isReadable(path)) {
      problems.add(
          given.line(),
          key + ": the file " + Quoted.of(given.text()) + " may not be read",
          "chmod u+r " + path);
      return Optional.empty();
    }
    return Optional.of(path);
  }

  /** Those of a list that are there. */
  List<Path> requireAll(String key, List<Located> given) {
    return given.stream().flatMap(each -> require(key, each).stream()).toList();
  }

  private String hint(String text) {
    Path other = elsewhere;
    if (other != null && Files.isRegularFile(other.resolve(text))) {
      return "relative paths start at the current folder: cd " + other;
    }
    return "relative paths start at " + folder;
  }

  /**
   * Checks that a program can be found.
   *
   * @param searchPath {@code PATH}; null where it runs elsewhere
   */
  void requireProgram(String key, Located program, @Nullable String searchPath) {
    String name = program.text();
    if (name.isBlank()) {
      problems.add(program.line(), key + ": the program has no name", null);
    } else if (name.contains("/")) {
      Path path = folder.resolve(name);
      if (searchPath != null && !Files.isRegularFile(path)) {
        problems.add(program.line(), key + ": there is no program " + Quoted.of(name), hint(name));
      } else if (searchPath != null && !Files.isExecutable(path)) {
        problems.add(
            program.line(),
            key + ": " + Quoted.of(name) + " is not executable",
            "chmod +x " + path);
      }
    } else if (searchPath != null
        && List.of(searchPath.split(":", -1)).stream()
            .filter(entry -> !entry.isEmpty())
            .noneMatch(entry -> Files.isExecutable(Path.of(entry, name)))) {
      problems.add(
          program.line(),
          key + ": there is no program " + Quoted.of(name) + " on PATH",
          "install it, or give its path");
    }
  }
}
