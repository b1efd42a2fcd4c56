package dev.muster.config.project;

import dev.muster.config.language.LanguageFile;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.model.Project;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ProblemsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a project folder in either form. Looks at files only; runs nothing, asks no store. */
public final class ProjectLoader {

  private ProjectLoader() {}

  /**
   * Reads a project folder. {@code muster.yaml} wins; else the four files of the gismo form are
   * looked for.
   *
   * @param folder as the user gave it; messages name files below it in the same way
   * @throws ProblemsException CONFIGURATION with everything that is wrong
   * @throws MusterException NOT_FOUND when there is no such folder, INVALID when it is a file
   */
  public static LoadedProject load(Path folder) {
    return load(folder, Map.of());
  }

  /**
   * The same, with values for the variables of its configuration.
   *
   * @param variables by name; they win over those of the file
   */
  public static LoadedProject load(Path folder, Map<String, String> variables) {
    requireFolder(folder);
    if (Files.exists(folder.resolve(NativeOptions.FILE))) {
      return load(folder, NativeOptions.FILE, List.of(), variables);
    }
    List<String> missing =
        GismoOptions.FOUR_FILES.stream()
            .filter(name -> !Files.isRegularFile(folder.resolve(name)))
            .toList();
    if (!isGismoMeant(folder)) {
      throw unknownForm(folder, missing);
    }
    return load(folder, GismoOptions.FILE, missing, variables);
  }

  private static LoadedProject load(
      Path folder, String file, List<String> missing, Map<String, String> variables) {
    Path path = folder.resolve(file);
    Problems problems = new Problems(path);
    for (String name : missing) {
      problems.add(
          0,
          name
              + " is missing: a project with "
              + GismoOptions.FILE
              + " has "
              + String.join(", ", GismoOptions.FOUR_FILES),
          "add " + folder.resolve(name) + ", or write a " + NativeOptions.FILE);
    }
    Optional<YamlValue.Mapping> mapping =
        missing.contains(file)
            ? Optional.empty()
            : LanguageFile.readMapping(path, variables, problems);
    Optional<Project> project = mapping.flatMap(found -> read(folder, file, found, problems));
    problems.throwIfAny();
    return new LoadedProject(project.orElseThrow(), problems.warnings());
  }

  private static Optional<Project> read(
      Path folder, String file, YamlValue.Mapping mapping, Problems problems) {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      return file.equals(NativeOptions.FILE)
          ? new NativeForm(absolute, problems).read(mapping)
          : new GismoForm(absolute, problems).read(mapping);
    } catch (InvalidPathException e) {
      problems.add(
          0,
          Quoted.of(e.getInput()) + " can be no path here: " + e.getReason(),
          "a name outside of ASCII needs a UTF-8 locale, for instance  LC_ALL=C.UTF-8");
      return Optional.empty();
    }
  }

  /** A Dockerfile or a config.yaml says so; entrypoint.py and requirements.txt have both forms. */
  private static boolean isGismoMeant(Path folder) {
    return Files.exists(folder.resolve(GismoOptions.FILE))
        || Files.exists(folder.resolve("Dockerfile"));
  }

  private static void requireFolder(Path folder) {
    if (!Files.exists(folder)) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "there is no project folder " + folder, "muster init " + folder);
    }
    if (!Files.isDirectory(folder)) {
      throw new MusterException(
          ErrorKind.INVALID,
          folder + " is a file, a project is a folder",
          "give the folder that holds it");
    }
  }

  private static MusterException unknownForm(Path folder, List<String> missing) {
    Problems problems = new Problems(folder);
    if (Files.exists(folder.resolve("muster.yml"))) {
      problems.add(
          0, "the configuration is called muster.yml", "rename it to " + NativeOptions.FILE);
    } else {
      problems.add(
          0,
          "the folder is no project: " + NativeOptions.FILE + " is missing",
          "muster init " + folder);
      for (String name : missing) {
        problems.add(0, "nor is it one of the gismo form: " + name + " is missing");
      }
    }
    return new ProblemsException(ErrorKind.CONFIGURATION, problems.inOrder());
  }
}
