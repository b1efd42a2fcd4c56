package dev.muster.core.packaging;

import dev.muster.config.glob.InputPattern;
import dev.muster.core.plan.ProjectFiles;
import dev.muster.model.InputGlob;
import dev.muster.model.Project;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.packaging.PackageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a project that are packed: all that is not ignored, data or made anew, and what is
 * named. All that must not be packed is said at once.
 */
final class SourceFiles {

  /** Made by tools, or for them; each may be brought in by {@code --include}. */
  private static final List<String> LEFT_OUT =
      List.of(
          "/dist/",
          "/build/",
          "/wheels/",
          "/target/",
          "*.egg-info/",
          ".venv/",
          ".tox/",
          ".nox/",
          ".mypy_cache/",
          ".ruff_cache/",
          ".pytest_cache/",
          ".ipynb_checkpoints/",
          ".idea/",
          ".vscode/",
          "node_modules/",
          ".DS_Store");

  private final Path folder;
  private final List<InputPattern> includes;
  private final List<String> named;
  private final List<String> excludes;
  private final List<Problem> problems = new ArrayList<>();

  SourceFiles(Path folder, List<String> includes, List<String> excludes) {
    this.folder = folder;
    this.named = includes;
    this.includes = includes.stream().map(SourceFiles::pattern).toList();
    this.excludes = excludes;
  }

  private static InputPattern pattern(String glob) {
    String text = glob.startsWith("/") ? glob.substring(1) : glob;
    return InputPattern.of(new InputGlob("/", text, InputGlob.Syntax.PATH));
  }

  /**
   * Files by their path below the folder.
   *
   * @param project whose inputs are data, which is not packed; null when the folder is none
   * @throws ProblemsException INVALID with all that must not, or cannot, be packed
   */
  SortedMap<String, Path> list(@Nullable Project project) {
    SortedMap<String, Path> files =
        new TreeMap<>(ProjectFiles.of(folder, project, LEFT_OUT, excludes));
    if (!includes.isEmpty()) {
      ProjectFiles.all(folder)
          .forEach(
              (name, file) -> {
                if (includes.stream().anyMatch(pattern -> pattern.matches(name))) {
                  files.put(name, file);
                }
              });
    }
    for (String name : named) {
      if (files.keySet().stream().noneMatch(pattern(name)::matches)) {
        problems.add(
            Problem.of(
                "--include " + name + " names no file of " + folder, "a pattern as in .gitignore"));
      }
    }
    files.forEach(this::look);
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.INVALID, problems);
    }
    return files;
  }

  private void look(String name, Path file) {
    if (!PackageFile.isName(name)) {
      problems.add(
          Problem.of(
              "a file has a name with control characters or a backslash: " + shown(name),
              "rename it, or leave it out: --exclude"));
      return;
    }
    try {
      if (!file.toRealPath().startsWith(folder.toRealPath()) && !named.contains(name)) {
        problems.add(
            Problem.of(
                name + " is a link that leads out of the project, to " + file.toRealPath(),
                "leave it out: --exclude '" + name + "', or name it: --include '" + name + "'"));
        return;
      }
      Optional<String> secret =
          named.contains(name) ? Optional.empty() : SecretFiles.why(name, file);
      secret.ifPresent(
          why ->
              problems.add(
                  Problem.of(
                      name + " would be packed, and " + why,
                      "list it in .musterignore, or name it: --include '" + name + "'")));
    } catch (IOException e) {
      problems.add(
          Problem.of(
              name + " cannot be read: " + FileFault.of(e).words(),
              "change its permissions, or leave it out: --exclude '" + name + "'"));
    }
  }

  private static String shown(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                text.append(String.format("\\u%04x", c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }

  /** Whether a file is a program. */
  static boolean executable(Path file) {
    return Files.isExecutable(file);
  }

  /** Copies files to where a tool may write beside them. */
  static void copy(Map<String, Path> files, Path to) {
    try {
      for (Map.Entry<String, Path> each : files.entrySet()) {
        Path target = to.resolve(each.getKey());
        Files.createDirectories(target.getParent());
        Files.copy(each.getValue(), target);
      }
    } catch (IOException e) {
      FileFault fault = FileFault.of(e);
      throw new MusterException(
          fault.kind(), "copying the project failed: " + fault.words(), null, e);
    }
  }
}
