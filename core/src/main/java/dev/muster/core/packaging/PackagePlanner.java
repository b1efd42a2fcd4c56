package dev.muster.core.packaging;

import dev.muster.config.project.ProjectLoader;
import dev.muster.model.Project;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.FileFault;
import dev.muster.spi.MusterException;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.distribution.JarCoordinates;
import dev.muster.spi.packaging.PackageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plans a package: what goes into it, and all that is wrong, before anything is fetched. */
public final class PackagePlanner {

  private static final String PYPROJECT = "pyproject.toml";
  private static final String REQUIREMENTS = "requirements.txt";

  /** What programs are started by, the first that is there alone; as in known projects. */
  private static final List<String> ENTRIES =
      List.of("orchestrator[^/]*\\.py", "main\\.py", "app\\.py", "run\\.py", "run\\.sh");

  private final PackageRequest request;
  private final List<Problem> problems = new ArrayList<>();

  private PackagePlanner(PackageRequest request) {
    this.request = request;
  }

  /**
   * Plans it.
   *
   * @throws ProblemsException INVALID with all that is wrong
   * @throws MusterException NOT_FOUND when there is no such folder
   */
  public static PackagePlan plan(PackageRequest request) {
    return new PackagePlanner(request).plan();
  }

  private PackagePlan plan() {
    Path folder = request.folder();
    if (!Files.isDirectory(folder)) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "there is no folder " + folder, "name the project's folder");
    }
    Project project = project(folder);
    List<String> coordinates = new ArrayList<>();
    Map<String, Path> jarFiles = new TreeMap<>();
    request.jars().forEach(jar -> jar(jar, coordinates, jarFiles));
    naming();
    SortedMap<String, Path> sources = sources(folder, project);
    String entry = entry(sources);
    Path requirements = requirements(project, sources);
    if (sources.isEmpty() && problems.isEmpty()) {
      problems.add(Problem.of(folder + " has no file that can be packed", null));
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(ErrorKind.INVALID, problems);
    }
    boolean wheel = !request.python().source() && sources.containsKey(PYPROJECT);
    return new PackagePlan(
        request, project, sources, wheel, requirements, coordinates, jarFiles, entry);
  }

  private @Nullable Project project(Path folder) {
    boolean ours =
        Files.isRegularFile(folder.resolve("muster.yaml"))
            || (Files.isRegularFile(folder.resolve("config.yaml"))
                && Files.isRegularFile(folder.resolve("entrypoint.py")));
    return ours ? ProjectLoader.load(folder).project() : null;
  }

  private void naming() {
    String name = request.naming().name();
    String version = request.naming().version();
    if (name != null && !PackageId.isName(name)) {
      problems.add(
          Problem.of(
              "\"" + name + "\" cannot be the name of a package",
              "letters, digits, dots, dashes and underscores, at most 64"));
    }
    if (version != null && !PackageId.isVersion(version)) {
      problems.add(Problem.of("\"" + version + "\" cannot be a version", "for instance 1.2.0"));
    }
  }

  private SortedMap<String, Path> sources(Path folder, @Nullable Project project) {
    try {
      return new SourceFiles(folder, request.includes(), request.excludes()).list(project);
    } catch (ProblemsException e) {
      problems.addAll(e.problems());
    } catch (IllegalArgumentException e) {
      problems.add(Problem.of("a pattern cannot be read: " + e.getMessage(), null));
    }
    return new TreeMap<>();
  }

  private void jar(String jar, List<String> coordinates, Map<String, Path> files) {
    if (jar.endsWith(".jar")) {
      Path file = request.folder().resolve(jar);
      String name = String.valueOf(file.getFileName());
      if (!Files.isRegularFile(file)) {
        problems.add(Problem.of("there is no file " + file, "--jars takes g:a:v, or files"));
      } else if (!name.matches("[A-Za-z0-9._+@=~-]+") || files.put(name, file) != null) {
        problems.add(
            Problem.of(file + " cannot be packed under its name", "rename it: a-z, digits, . _ -"));
      }
      return;
    }
    try {
      JarCoordinates.require(jar);
      coordinates.add(jar);
    } catch (IllegalArgumentException e) {
      problems.add(Problem.of("--jars: " + e.getMessage(), null));
    }
  }

  private @Nullable String entry(SortedMap<String, Path> sources) {
    String given = request.naming().entry();
    if (given != null) {
      if (!sources.containsKey(given) && !sources.isEmpty()) {
        problems.add(
            Problem.of(
                "--entry " + given + " is no file that is packed", "relative to the project"));
      }
      return given;
    }
    for (String pattern : ENTRIES) {
      List<String> found = sources.keySet().stream().filter(each -> each.matches(pattern)).toList();
      if (found.size() == 1) {
        return found.get(0);
      }
    }
    return null;
  }

  private @Nullable Path requirements(@Nullable Project project, SortedMap<String, Path> sources) {
    Path given = request.python().requirements();
    if (given != null && !Files.isRegularFile(given)) {
      problems.add(Problem.of("there is no file " + given, null));
      return null;
    }
    if (!request.python().wheels()) {
      return null;
    }
    Path file =
        given != null
            ? given
            : project != null && project.requirements() != null
                ? project.requirements()
                : sources.get(REQUIREMENTS);
    try {
      return file != null && installs(file) ? file : null;
    } catch (IOException e) {
      problems.add(Problem.of(file + " cannot be read: " + FileFault.of(e).words(), null));
      return null;
    }
  }

  private static boolean installs(Path requirements) throws IOException {
    return Files.readAllLines(requirements).stream()
        .map(String::strip)
        .anyMatch(line -> !line.isEmpty() && !line.startsWith("#"));
  }
}
