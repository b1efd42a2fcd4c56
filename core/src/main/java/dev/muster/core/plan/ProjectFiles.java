package dev.muster.core.plan;

import dev.muster.config.glob.InputPattern;
import dev.muster.model.Project;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files that make up a project: all below its folder but inputs and what is ignored. */
public final class ProjectFiles {

  /** More files than this are no project: a data folder without a glob, a forgotten environment. */
  static final int MAX_FILES = 20_000;

  private static final Set<String> OWN = Set.of("muster.yaml", "config.yaml");

  private final Path folder;
  private final IgnoreRules ignored;
  private final List<InputPattern> inputs;

  ProjectFiles(Project project) {
    this(project.folder(), inputsInside(project), new IgnoreRules(listed(project.folder())));
  }

  private ProjectFiles(Path folder, List<InputPattern> inputs, IgnoreRules ignored) {
    this.folder = folder;
    this.inputs = inputs;
    this.ignored = ignored;
  }

  private static List<String> listed(Path folder) {
    List<String> lines = new ArrayList<>();
    for (String name : List.of(".gitignore", ".musterignore")) {
      lines.addAll(linesOf(folder.resolve(name)));
    }
    return lines;
  }

  /**
   * The files of any folder, its own configuration among them.
   *
   * @param project whose inputs are left out; null for none
   * @param before rules that the folder's own lists may take back
   * @param after rules that stand above them
   */
  public static SortedMap<String, Path> of(
      Path folder, @Nullable Project project, List<String> before, List<String> after) {
    List<String> rules = new ArrayList<>(before);
    rules.addAll(listed(folder));
    rules.addAll(after);
    return withOwn(
        folder,
        new ProjectFiles(
            folder, project == null ? List.of() : inputsInside(project), new IgnoreRules(rules)));
  }

  /** All files of a folder but those of version control and Python's caches. */
  public static SortedMap<String, Path> all(Path folder) {
    return withOwn(folder, new ProjectFiles(folder, List.of(), new IgnoreRules(List.of())));
  }

  private static SortedMap<String, Path> withOwn(Path folder, ProjectFiles files) {
    SortedMap<String, Path> all = files.list();
    for (String name : OWN) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        all.put(name, file);
      }
    }
    return all;
  }

  private static List<InputPattern> inputsInside(Project project) {
    String root = "file:" + project.folder() + "/";
    return project.inputs().stream()
        .filter(glob -> glob.root().equals(root))
        .map(InputPattern::of)
        .toList();
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.FORBIDDEN, file + " cannot be read: " + e.getMessage(), null, e);
    }
  }

  /** The same with the project's own configuration, which an entrypoint may read. */
  public static SortedMap<String, Path> withConfiguration(Project project) {
    return withOwn(project.folder(), new ProjectFiles(project));
  }

  /** Files by their path relative to the project folder, sorted. */
  SortedMap<String, Path> list() {
    SortedMap<String, Path> files = new TreeMap<>();
    try {
      Files.walkFileTree(
          folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Visitor(files));
    } catch (IOException e) {
      throw new MusterException(
          ErrorKind.FORBIDDEN,
          "project folder " + folder + " cannot be read: " + e,
          "check its permissions",
          e);
    }
    return files;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    private final SortedMap<String, Path> files;

    Visitor(SortedMap<String, Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
      if (dir.equals(folder)) {
        return FileVisitResult.CONTINUE;
      }
      boolean skip =
          ignored.ignores(relative(dir), true) || Files.exists(dir.resolve("pyvenv.cfg"));
      return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String path = relative(file);
      if (!attributes.isRegularFile()) {
        return FileVisitResult.CONTINUE; // a link to nowhere, a socket: nothing to read
      }
      if (OWN.contains(path)
          || ignored.ignores(path, false)
          || inputs.stream().anyMatch(input -> input.matches(path))) {
        return FileVisitResult.CONTINUE;
      }
      if (files.size() >= MAX_FILES) {
        throw new MusterException(
            ErrorKind.INVALID,
            "project folder "
                + folder
                + " has more than "
                + MAX_FILES
                + " files that are not inputs, for instance "
                + path,
            "list what does not belong to the project in " + folder.resolve(".musterignore"));
      }
      files.put(path, file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof FileSystemLoopException) {
        return FileVisitResult.CONTINUE; // a link to a folder above it, which is seen anyway
      }
      throw e;
    }

    private String relative(Path path) {
      return folder.relativize(path).toString();
    }
  }
}
