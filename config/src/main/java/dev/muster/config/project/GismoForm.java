package dev.muster.config.project;

import dev.muster.config.schema.Option;
import dev.muster.config.schema.Schema;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.model.Entrypoint.PythonFunction;
import dev.muster.model.Entrypoint.Signature;
import dev.muster.model.InputGlob;
import dev.muster.model.Params;
import dev.muster.model.Project;
import dev.muster.model.ResultFile;
import dev.muster.model.ShippedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the gismo form: contract 4.2. */
public final class GismoForm {

  /** The environment variable that carries {@code solver_name} to the entrypoint. */
  public static final String SOLVER_NAME = "MUSTER_SOLVER_NAME";

  /**
   * The environment variable that carries {@code solver_file} to the entrypoint. Its value in
   * {@link Project#env()} starts with {@value #FILES}.
   */
  public static final String SOLVER_FILE = "MUSTER_SOLVER_FILE";

  /** Stands in {@link #SOLVER_FILE} for the folder of shipped files, which a run knows. */
  public static final String FILES = "{files}";

  /**
   * The secrets among the eight parameters of the old signature. A worker that has them in its
   * environment hands them on; one that has not, hands on nothing: local data needs none. They
   * stand in no {@link Project#secrets()}, because those are required.
   */
  public static final List<String> WANTED_SECRETS =
      List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");

  private static final int RETRIES = 2;

  private final Path folder;
  private final Problems problems;

  /**
   * @param folder the project's, absolute
   * @param problems where what is wrong is noted
   */
  GismoForm(Path folder, Problems problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /** The project; empty after noting what is wrong. */
  Optional<Project> read(YamlValue.Mapping mapping) {
    Section file = new Section(GismoOptions.PROJECT, mapping, "", problems);
    checkUnused(file);
    List<InputGlob> inputs = inputs(file).stream().toList();
    String columns = file.value(GismoOptions.COLUMNS);
    int repeat = file.value(GismoOptions.REPEAT);
    String savedTo = savedTo(file);
    Map<ResultFile, String> fileNames =
        FileNameOptions.read(file.find(GismoOptions.FILENAME), problems);
    Map<String, String> env = new LinkedHashMap<>();
    text(file, GismoOptions.SOLVER_NAME).ifPresent(name -> env.put(SOLVER_NAME, name));
    List<ShippedFile> files = license(file).stream().toList();
    files.forEach(license -> env.put(SOLVER_FILE, FILES + "/" + license.target()));
    if (!problems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Project(
            NativeForm.nameOf(folder),
            folder,
            Project.Form.GISMO,
            inputs,
            columns,
            new PythonFunction("entrypoint", "entrypoint", Signature.GISMO),
            List.of(Params.NONE),
            folder.resolve("requirements.txt"),
            null,
            env,
            List.of(),
            files,
            null,
            RETRIES,
            Set.of(),
            0,
            0,
            repeat,
            savedTo,
            fileNames));
  }

  /** Values that only clusters need are checked all the same: a wrong one is told here. */
  private static void checkUnused(Section file) {
    Schema unused =
        Schema.of(
            "unused",
            GismoOptions.SCALE_WAIT,
            GismoOptions.POD_WAIT,
            GismoOptions.IDLE_TIME,
            GismoOptions.SQS_INTERVAL,
            GismoOptions.FLOWER,
            GismoOptions.PODS_PER_NAMESPACE);
    unused.options().forEach(file::find);
  }

  private Optional<InputGlob> inputs(Section file) {
    Optional<String> bucket = file.find(GismoOptions.DATA_BUCKET);
    String pattern = file.value(GismoOptions.FILE_PATTERN);
    int line = file.line(GismoOptions.DATA_BUCKET);
    if (bucket.isEmpty()) {
      return Optional.empty();
    }
    String text = bucket.get();
    if (text.startsWith("/")) {
      Path data = Path.of(text).normalize();
      if (!Files.isDirectory(data)) {
        problems.add(line, "data_bucket: there is no folder " + Quoted.of(text), null);
        return Optional.empty();
      }
      return Optional.of(new InputGlob(Inputs.root(data), pattern, InputGlob.Syntax.FNMATCH));
    }
    if (!Inputs.isBucket(text)) {
      problems.add(
          line,
          "data_bucket: the name of a bucket or an absolute folder is expected, not "
              + Quoted.of(text),
          text.startsWith("s3://")
              ? "leave out s3:// and the prefix; file_pattern is matched against the whole key"
              : "for instance  data_bucket: " + folder.resolve("data"));
      return Optional.empty();
    }
    return Optional.of(new InputGlob("s3://" + text + "/", pattern, InputGlob.Syntax.FNMATCH));
  }

  private @Nullable String savedTo(Section file) {
    Optional<String> bucket = text(file, GismoOptions.SAVED_BUCKET);
    String prefix = text(file, GismoOptions.SAVED_PATH).orElse("").replaceAll("^/+|/+$", "");
    if (bucket.isEmpty()) {
      return null;
    }
    if (!Inputs.isBucket(bucket.get())) {
      problems.add(
          file.line(GismoOptions.SAVED_BUCKET),
          "saved_bucket: the name of a bucket is expected, not " + Quoted.of(bucket.get()),
          "leave it empty to keep the results in the project's folder only");
      return null;
    }
    return "s3://" + bucket.get() + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  private Optional<ShippedFile> license(Section file) {
    Optional<String> source = text(file, GismoOptions.SOLVER_SOURCE);
    if (source.isEmpty()) {
      return Optional.empty();
    }
    Path name = Path.of(source.get()).getFileName();
    String target = text(file, GismoOptions.SOLVER_TARGET).orElse("").replaceFirst("^/+", "");
    return new Shipped(folder, problems)
        .file(
            GismoOptions.SOLVER_SOURCE.key(),
            source.get(),
            (target.isEmpty() ? "" : target + "/") + name,
            file.line(GismoOptions.SOLVER_SOURCE));
  }

  /** A text; blank, and Python's None, are nothing. */
  private static Optional<String> text(Section file, Option<String> option) {
    return file.find(option)
        .map(String::strip)
        .filter(text -> !text.isEmpty() && !text.equals("None"));
  }
}
