package dev.muster.config.pipeline;

import dev.muster.config.project.Environments;
import dev.muster.config.schema.Located;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.Section;
import dev.muster.config.text.DidYouMean;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepCondition;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepWork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads one step of Muster's own form. */
final class StepReader {

  private static final List<String> CONDITIONS = List.of("success", "failure", "always", "never");

  private final StepFiles files;
  private final SparkDefaults defaults;
  private final Map<String, String> environment;
  private final PipelineRequest request;
  private final Problems problems;
  private final MainClasses classes;
  private final IniFiles inis;

  StepReader(
      StepFiles files,
      SparkDefaults defaults,
      Map<String, String> environment,
      PipelineRequest request,
      Problems problems) {
    this.files = files;
    this.defaults = defaults;
    this.environment = environment;
    this.request = request;
    this.problems = problems;
    classes = new MainClasses(problems);
    inis = new IniFiles(problems);
  }

  /**
   * A step whose dependencies are not looked up yet.
   *
   * @param dependsOn as it is written; empty when it is not
   * @param line of its id
   */
  record Read(StepId id, Step.Builder builder, Optional<List<Located>> dependsOn, int line) {}

  /** The step; empty after noting what is wrong with its id or its work. */
  Optional<Read> read(Mapping mapping, String prefix) {
    Section section = new Section(PipelineOptions.STEP, mapping, prefix, problems);
    Optional<StepId> id = section.find(PipelineOptions.ID).flatMap(this::id);
    Optional<StepWork> work = work(section);
    List<Path> configuration =
        files.requireAll(
            section.name(PipelineOptions.CONFIG), section.value(PipelineOptions.CONFIG));
    List<Path> ini =
        configuration.stream()
            .filter(path -> path.toString().toLowerCase(Locale.ROOT).endsWith(".ini"))
            .toList();
    if (!ini.isEmpty()) {
      inis.check(ini);
    }
    Map<String, String> env = new LinkedHashMap<>(environment);
    section.find(PipelineOptions.ENV).map(new Environments(problems)::env).ifPresent(env::putAll);
    StepCondition condition = condition(section);
    Optional<List<Located>> dependsOn = section.find(PipelineOptions.DEPENDS_ON);
    if (id.isEmpty() || work.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Read(
            id.get(),
            Step.builder(id.get(), work.get())
                .condition(condition)
                .timeout(section.find(PipelineOptions.TIMEOUT).orElse(null))
                .retries(section.value(PipelineOptions.RETRIES))
                .environment(env)
                .configuration(configuration)
                .inputs(texts(section, PipelineOptions.INPUTS))
                .outputs(texts(section, PipelineOptions.OUTPUTS)),
            dependsOn,
            section.line(PipelineOptions.ID)));
  }

  private Optional<StepId> id(Located given) {
    if (!StepId.isValid(given.text())) {
      problems.add(
          given.line(),
          "id: " + Quoted.of(given.text()) + " is not 1 to 100 of A-Z, a-z, 0-9, _, - and .",
          "the first one is a letter, a digit or _");
      return Optional.empty();
    }
    return Optional.of(new StepId(given.text()));
  }

  private Optional<StepWork> work(Section section) {
    List<String> given =
        Stream.<Option<?>>of(PipelineOptions.CLASS, PipelineOptions.SCRIPT, PipelineOptions.COMMAND)
            .filter(section::has)
            .map(Option::key)
            .toList();
    if (given.size() != 1) {
      problems.add(
          section.line(PipelineOptions.ID),
          section.name(PipelineOptions.ID)
              + ": a step has one of class, script and command, not "
              + (given.isEmpty() ? "none" : String.join(" and ", given)),
          "for instance  command: [./clean.sh]");
      return Optional.empty();
    }
    return section.has(PipelineOptions.COMMAND) ? command(section) : spark(section);
  }

  private Optional<StepWork> command(Section section) {
    for (Option<?> option : sparkOnly()) {
      if (section.has(option)) {
        problems.add(
            section.line(option),
            section.name(option) + " is for steps on Spark, and this is a command",
            "remove it");
      }
    }
    List<Located> words = section.find(PipelineOptions.COMMAND).orElse(List.of());
    if (words.isEmpty()) {
      problems.add(
          section.line(PipelineOptions.COMMAND),
          section.name(PipelineOptions.COMMAND) + ": the program is missing",
          "for instance  command: [./clean.sh]");
      return Optional.empty();
    }
    files.requireProgram(section.name(PipelineOptions.COMMAND), words.get(0), request.searchPath());
    List<String> argv = new ArrayList<>();
    words.forEach(word -> argv.add(word.text()));
    section.value(PipelineOptions.ARGS).forEach(word -> argv.add(word.text()));
    return Optional.of(new StepWork.Command(argv));
  }

  private static List<Option<?>> sparkOnly() {
    return List.of(
        PipelineOptions.JAR,
        PipelineOptions.CONF,
        PipelineOptions.JARS,
        PipelineOptions.PY_FILES,
        PipelineOptions.FILES,
        PipelineOptions.SPARK_SUBMIT_ARGS,
        PipelineOptions.RESOURCES);
  }

  private Optional<StepWork> spark(Section section) {
    SparkWords words = new SparkWords(request.strictArguments(), problems);
    List<Path> jars = new ArrayList<>(defaults.jars());
    jars.addAll(list(section, PipelineOptions.JARS));
    Map<String, String> conf = new LinkedHashMap<>(defaults.conf());
    section
        .find(PipelineOptions.CONF)
        .ifPresent(value -> conf.putAll(words.conf(section.name(PipelineOptions.CONF), value)));
    List<String> options =
        new ArrayList<>(
            section
                .find(PipelineOptions.RESOURCES)
                .map(
                    value ->
                        new Resources(problems)
                            .words(section.name(PipelineOptions.RESOURCES), value))
                .orElse(List.of()));
    conf.forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));
    add(options, "--jars", jars);
    add(options, "--py-files", list(section, PipelineOptions.PY_FILES));
    add(options, "--files", list(section, PipelineOptions.FILES));
    options.addAll(defaults.words());
    options.addAll(
        words.options(
            section.name(PipelineOptions.SPARK_SUBMIT_ARGS),
            section.value(PipelineOptions.SPARK_SUBMIT_ARGS)));
    List<String> arguments =
        words.arguments(section.name(PipelineOptions.ARGS), section.value(PipelineOptions.ARGS));
    Optional<Located> script = section.find(PipelineOptions.SCRIPT);
    if (script.isPresent()) {
      return script(section, script.get())
          .map(path -> new StepWork.Spark(null, path, options, arguments));
    }
    return application(section, jars, options, arguments);
  }

  private Optional<StepWork> application(
      Section section, List<Path> jars, List<String> options, List<String> arguments) {
    Optional<Path> jar =
        section.has(PipelineOptions.JAR)
            ? section
                .find(PipelineOptions.JAR)
                .flatMap(given -> files.require(section.name(PipelineOptions.JAR), given))
            : Optional.ofNullable(defaults.jar());
    if (jar.isEmpty()) {
      if (!section.has(PipelineOptions.JAR)) {
        problems.add(
            section.line(PipelineOptions.CLASS),
            section.name(PipelineOptions.JAR) + " is missing: the jar of the class",
            "give it here, or for all steps as the pipeline's  jar");
      }
      return Optional.empty();
    }
    return classes
        .require(
            section.name(PipelineOptions.CLASS),
            section.find(PipelineOptions.CLASS).orElse(null),
            jar.get(),
            jars,
            section.line(PipelineOptions.CLASS))
        .map(name -> new StepWork.Spark(name, jar.get(), options, arguments));
  }

  private Optional<Path> script(Section section, Located given) {
    if (section.has(PipelineOptions.JAR)) {
      problems.add(
          section.line(PipelineOptions.JAR),
          section.name(PipelineOptions.JAR) + " is for a class, and this is a script",
          "more jars are  jars");
    }
    if (!given.text().endsWith(".py")) {
      problems.add(
          given.line(),
          section.name(PipelineOptions.SCRIPT) + ": " + Quoted.of(given.text()) + " is no .py file",
          "any other program is a  command");
      return Optional.empty();
    }
    return files.require(section.name(PipelineOptions.SCRIPT), given);
  }

  private List<Path> list(Section section, Option<List<Located>> option) {
    List<Located> given = section.value(option);
    for (Located each : given) {
      if (each.text().indexOf(',') >= 0) {
        problems.add(
            each.line(),
            section.name(option) + ": " + Quoted.of(each.text()) + " has a comma",
            "spark-submit takes it for two files: rename it");
      }
    }
    return files.requireAll(section.name(option), given);
  }

  private static void add(List<String> options, String option, List<Path> paths) {
    if (!paths.isEmpty()) {
      options.add(option);
      options.add(String.join(",", paths.stream().map(Path::toString).toList()));
    }
  }

  private StepCondition condition(Section section) {
    Optional<Located> given = section.find(PipelineOptions.WHEN);
    if (given.isEmpty()) {
      return StepCondition.SUCCESS;
    }
    String word = given.get().text().strip().toLowerCase(Locale.ROOT);
    if (!CONDITIONS.contains(word)) {
      problems.add(
          given.get().line(),
          section.name(PipelineOptions.WHEN) + ": there is no condition " + Quoted.of(word),
          DidYouMean.nearest(word, CONDITIONS)
              .map(near -> "did you mean " + near + "?")
              .orElse("known are " + String.join(", ", CONDITIONS)));
      return StepCondition.SUCCESS;
    }
    return StepCondition.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static List<String> texts(Section section, Option<List<Located>> option) {
    return section.value(option).stream().map(Located::text).toList();
  }
}
