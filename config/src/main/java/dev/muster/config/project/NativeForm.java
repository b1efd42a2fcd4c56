package dev.muster.config.project;

import dev.muster.config.schema.Located;
import dev.muster.config.schema.Section;
import dev.muster.config.text.DidYouMean;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.model.Entrypoint;
import dev.muster.model.InputGlob;
import dev.muster.model.Params;
import dev.muster.model.Project;
import dev.muster.model.ProjectName;
import dev.muster.model.ResultFile;
import dev.muster.model.ShippedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code muster.yaml}. */
final class NativeForm {

  /** Less memory than this is a forgotten unit: no interpreter starts in it. */
  static final long LEAST_MEMORY = 1 << 20;

  private static final Pattern EXCEPTION_CLASS =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");

  private static final Pattern ADDRESS = Pattern.compile("s3://([^/]*)(/.*)?");

  private final Path folder;
  private final Problems problems;

  /**
   * @param folder the project's, absolute
   * @param problems where what is wrong is noted
   */
  NativeForm(Path folder, Problems problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /** The project; empty after noting what is wrong. */
  Optional<Project> read(YamlValue.Mapping mapping) {
    Section file = new Section(NativeOptions.PROJECT, mapping, "", problems);
    ProjectName name = name(file);
    List<InputGlob> inputs = inputs(file);
    Optional<String> columns = file.find(NativeOptions.COLUMNS);
    Optional<YamlValue> params = file.find(NativeOptions.PARAMS);
    List<Params> combinations =
        params.map(value -> new Parameters(problems).read(value)).orElse(List.of(Params.NONE));
    List<String> names = params.map(Parameters::names).orElse(List.of());
    Entrypoints entrypoints =
        new Entrypoints(folder, names, file.has(NativeOptions.COLUMNS), problems);
    Optional<Entrypoint> entrypoint =
        file.find(NativeOptions.ENTRYPOINT).flatMap(entrypoints::read);
    Environments environments = new Environments(problems);
    Map<String, String> env = file.find(NativeOptions.ENV).map(environments::env).orElse(Map.of());
    List<String> secrets = environments.secrets(file.value(NativeOptions.SECRETS), env);
    List<ShippedFile> files =
        file.find(NativeOptions.FILES).map(new Shipped(folder, problems)::read).orElse(List.of());
    Path requirements = requirements(file);
    String python = python(file);
    Optional<Duration> timeout = file.find(NativeOptions.TIMEOUT);
    int retries = file.value(NativeOptions.RETRIES);
    Set<String> retryOn = retryOn(file);
    int maxTasks = file.value(NativeOptions.MAX_TASKS_PER_WORKER);
    long memory = memory(file);
    int repeat = file.value(NativeOptions.REPEAT);
    String savedTo = savedTo(file);
    Map<ResultFile, String> fileNames =
        FileNameOptions.read(file.find(NativeOptions.FILENAME), problems);
    if (!problems.isEmpty() || entrypoint.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Project(
            name,
            folder,
            Project.Form.NATIVE,
            inputs,
            columns.orElse(null),
            entrypoint.get(),
            combinations,
            requirements,
            python,
            env,
            secrets,
            files,
            timeout.orElse(null),
            retries,
            retryOn,
            maxTasks,
            memory,
            repeat,
            savedTo,
            fileNames));
  }

  /** The name of a project that gives none: its folder's, made valid. */
  static ProjectName nameOf(Path folder) {
    Path last = folder.getFileName();
    String text =
        (last == null ? "" : last.toString())
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9._-]+", "-")
            .replaceAll("^[._-]+|-+$", "");
    String name = text.substring(0, Math.min(text.length(), 63));
    return new ProjectName(name.isEmpty() ? "project" : name);
  }

  private ProjectName name(Section file) {
    Optional<String> given = file.find(NativeOptions.NAME);
    if (given.isEmpty()) {
      return nameOf(folder);
    }
    if (!ProjectName.isValid(given.get())) {
      ProjectName near = nameOf(Path.of(given.get().replace('/', '-')));
      problems.add(
          file.line(NativeOptions.NAME),
          "name: " + Quoted.of(given.get()) + " is not 1 to 63 of a-z, 0-9, '.', '_' and '-'",
          "for instance  name: " + near);
      return near;
    }
    return new ProjectName(given.get());
  }

  private List<InputGlob> inputs(Section file) {
    int line = file.line(NativeOptions.INPUTS);
    Optional<List<Located>> globs = file.find(NativeOptions.INPUTS);
    if (globs.isPresent() && globs.get().isEmpty() && problems.isEmpty()) {
      problems.add(line, "inputs: the list is empty", "for instance  inputs: \"data/*.csv\"");
    }
    Inputs inputs = new Inputs(folder, problems);
    return globs.orElse(List.of()).stream()
        .flatMap(glob -> inputs.read(glob.text(), glob.line()).stream())
        .distinct()
        .toList();
  }

  private @Nullable Path requirements(Section file) {
    Optional<String> given = file.find(NativeOptions.REQUIREMENTS);
    Path path = folder.resolve(given.orElse("requirements.txt")).normalize();
    if (Files.isRegularFile(path)) {
      return path;
    }
    if (given.isPresent()) {
      problems.add(
          file.line(NativeOptions.REQUIREMENTS),
          "requirements: there is no file " + Quoted.of(given.get()),
          "give a path below the project folder, or remove the key");
    }
    return null;
  }

  /** A path is taken from the project folder, wherever Muster was started. */
  private @Nullable String python(Section file) {
    return file.find(NativeOptions.PYTHON)
        .map(text -> text.contains("/") ? folder.resolve(text).normalize().toString() : text)
        .orElse(null);
  }

  private Set<String> retryOn(Section file) {
    Set<String> kinds = new LinkedHashSet<>();
    for (Located given : file.value(NativeOptions.RETRY_ON)) {
      String kind = given.text();
      boolean isClass =
          EXCEPTION_CLASS.matcher(kind).matches()
              && (kind.contains(".") || !kind.equals(kind.toLowerCase(Locale.ROOT)));
      if (NativeOptions.RETRYABLE_KINDS.contains(kind) || isClass) {
        kinds.add(kind);
      } else {
        problems.add(
            given.line(),
            "retry_on: " + Quoted.of(kind) + " is no failure that can be retried",
            DidYouMean.nearest(kind, NativeOptions.RETRYABLE_KINDS)
                .map(near -> "did you mean " + near + "?")
                .orElse("exception, exit, timeout, memory, or a class such as ConnectionError"));
      }
    }
    return kinds;
  }

  private long memory(Section file) {
    long bytes = file.value(NativeOptions.MEMORY);
    if (file.has(NativeOptions.MEMORY) && bytes != 0 && bytes < LEAST_MEMORY) {
      problems.add(
          file.line(NativeOptions.MEMORY),
          "memory: " + bytes + " bytes are too few for any process",
          "give a unit, for instance  memory: 2GiB");
    }
    return bytes;
  }

  private @Nullable String savedTo(Section file) {
    Optional<String> given = file.find(NativeOptions.SAVED_TO);
    if (given.isEmpty()) {
      return null;
    }
    Matcher address = ADDRESS.matcher(given.get());
    if (!address.matches() || !Inputs.isBucket(address.group(1))) {
      problems.add(
          file.line(NativeOptions.SAVED_TO),
          "saved_to: s3://bucket/prefix is expected, not " + Quoted.of(given.get()),
          "for instance  saved_to: s3://my-bucket/results");
      return null;
    }
    return given.get().replaceFirst("/+$", "");
  }
}
