package dev.muster.core.plan;

import dev.muster.model.Digest;
import dev.muster.model.Entrypoint;
import dev.muster.model.Project;
import dev.muster.model.ShippedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the results of a project depend on beside its inputs and parameters: its files, entrypoint,
 * requirements, environment, names of secrets, shipped files and the Python version.
 *
 * <p>The configuration file itself is not hashed but what in it can change a result, so that a new
 * timeout, another glob or one more value of a parameter runs nothing again.
 */
public final class CodeDigest {

  private final FileHashes hashes;

  public CodeDigest(FileHashes hashes) {
    this.hashes = hashes;
  }

  /**
   * Computes it.
   *
   * @param python {@code x.y} of the interpreter; empty for commands without requirements
   */
  public Digest of(Project project, String python) {
    List<String> parts = new ArrayList<>();
    SortedMap<String, Path> files = new ProjectFiles(project).list();
    Path requirements = project.requirements();
    if (requirements != null) {
      files.put("requirements", requirements);
    }
    for (ShippedFile shipped : project.files()) {
      files.put("shipped:" + shipped.target(), shipped.source());
    }
    Map<Path, String> contents = hashes.of(files.values());
    files.forEach(
        (name, file) -> {
          parts.add(name);
          parts.add(contents.getOrDefault(file, ""));
        });
    parts.add("entrypoint");
    parts.addAll(describe(project.entrypoint()));
    parts.add("python");
    parts.add(python);
    parts.add("env");
    new TreeMap<>(project.env())
        .forEach(
            (name, value) -> {
              parts.add(name);
              parts.add(value);
            });
    parts.add("secrets");
    parts.addAll(project.secrets().stream().sorted().toList());
    return Digest.of(parts.toArray(String[]::new));
  }

  private static List<String> describe(Entrypoint entrypoint) {
    if (entrypoint instanceof Entrypoint.PythonFunction function) {
      return List.of("python", function.module(), function.function(), function.signature().name());
    }
    Entrypoint.Command command = (Entrypoint.Command) entrypoint;
    List<String> parts = new ArrayList<>(command.argv());
    parts.add(0, "command");
    parts.add(command.resultFile() == null ? "" : command.resultFile());
    return parts;
  }
}
