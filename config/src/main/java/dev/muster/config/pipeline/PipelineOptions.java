package dev.muster.config.pipeline;

import dev.muster.config.schema.Located;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.OptionType;
import dev.muster.config.schema.OptionTypes;
import dev.muster.config.schema.Schema;
import dev.muster.config.schema.Shape;
import dev.muster.config.yaml.YamlValue;
import java.time.Duration;
import java.util.List;

/** The keys of pipeline files. */
public final class PipelineOptions {

  /** Retries that may be asked for. */
  static final int MOST_RETRIES = 20;

  private static final OptionType<List<Located>> WORDS =
      OptionTypes.oneOrMore(
          OptionTypes.located(OptionTypes.BLANKABLE_TEXT), "[\"--limit\", \"3\"]");

  private static final OptionType<List<Located>> PATHS = paths("data/day.csv");
  private static final OptionType<List<Located>> JAR_PATHS = paths("lib/sedona.jar");
  private static final OptionType<List<Located>> SCRIPT_PATHS = paths("lib/dates.py");

  private static final OptionType<Located> JAR_PATH = path("app.jar");
  private static final OptionType<Located> SCRIPT_PATH = path("clean.py");
  private static final OptionType<Located> INI_PATH = path("configurations/general.ini");

  private static final OptionType<YamlValue> CONF_MAPPING =
      OptionTypes.any("mapping", "{spark.sql.shuffle.partitions: 8}", new Shape.MapOf(Shape.TEXT));

  private static final OptionType<String> MEMORY =
      OptionTypes.text("memory", "a size as Java takes it", "2g");

  static final Option<String> NAME =
      Option.of("name", OptionTypes.TEXT, "Name of the pipeline, for people.")
          .orElseShown("the file's");

  static final Option<Located> GENERAL =
      Option.of(
              "general_config_path",
              INI_PATH,
              "The general configuration, an INI file: its `[Logging]` says how and where Muster"
                  + " logs.")
          .orElseShown("none");

  static final Option<List<Located>> SPARK_SUBMIT_ARGS =
      Option.of(
              "spark_submit_args",
              WORDS,
              "Words for spark-submit, passed as they are: `[\"--master=local[*]\"]`.")
          .orElse(List.of(), "none");

  static final Option<Located> ENTRYPOINT =
      Option.of(
              "entrypoint",
              JAR_PATH,
              "What runs components: a Python file, or a jar. A relative path starts at the"
                  + " pipeline's folder.")
          .orElseShown("`main_multimno.py` beside the pipeline file");

  static final Option<String> MAIN_CLASS =
      Option.of(
              "main_class",
              OptionTypes.text("class", "a class", "org.example.Main"),
              "Main class where the entrypoint is a jar.")
          .orElseShown("the one of its manifest");

  static final Option<YamlValue> COMPONENTS =
      Option.of(
              "pipeline",
              OptionTypes.any(
                  "list",
                  "[{component_id: A, component_config_path: a.ini}]",
                  new Shape.ListOf(new Shape.Keys(() -> PipelineOptions.COMPONENT))),
              "The components, run one after another; each starts when the one before has ended with"
                  + " 0.")
          .required();

  /** The keys of a file in the form of multimno. */
  public static final Schema MULTIMNO =
      Schema.of(
          "pipeline.json",
          NAME,
          Option.of(
                  "general_config_path",
                  INI_PATH,
                  "The general configuration, an INI file, which each component gets.")
              .required(),
          SPARK_SUBMIT_ARGS,
          ENTRYPOINT,
          MAIN_CLASS,
          COMPONENTS);

  static final Option<Located> COMPONENT_ID =
      Option.of(
              "component_id",
              OptionTypes.located(OptionTypes.text("text", "an id", "InspireGridGeneration")),
              "What the entrypoint knows the component by.")
          .required();

  static final Option<Located> COMPONENT_CONFIG =
      Option.of("component_config_path", INI_PATH, "The component's configuration, an INI file.")
          .required();

  /** The keys of one of {@code pipeline}. */
  public static final Schema COMPONENT = Schema.of("pipeline", COMPONENT_ID, COMPONENT_CONFIG);

  static final Option<YamlValue> CONF =
      Option.of("conf", CONF_MAPPING, "Settings of Spark; a step's own win.").orElseShown("none");

  static final Option<List<Located>> JARS =
      Option.of("jars", JAR_PATHS, "More jars for Spark.").orElse(List.of(), "none");

  static final Option<Located> DEFAULT_JAR =
      Option.of("jar", JAR_PATH, "The jar of steps that give a class and no jar.")
          .orElseShown("none");

  static final Option<YamlValue> ENV =
      Option.of(
              "env",
              OptionTypes.any("mapping", "{OMP_NUM_THREADS: 1}", new Shape.MapOf(Shape.TEXT)),
              "Variables that every step gets. Nothing secret: it is stored and shown.")
          .orElseShown("none");

  static final Option<List<Located>> SECRETS =
      Option.of(
              "secrets",
              OptionTypes.oneOrMore(
                  OptionTypes.located(OptionTypes.text("name", "a name", "API_TOKEN")),
                  "[API_TOKEN]"),
              "Variables of your environment whose values stand in no report.")
          .orElse(List.of(), "none");

  static final Option<YamlValue> STEPS =
      Option.of(
              "steps",
              OptionTypes.any(
                  "list",
                  "[{id: clean, command: [./clean.sh]}]",
                  new Shape.ListOf(new Shape.Keys(() -> PipelineOptions.STEP))),
              "The steps, at most 1000.")
          .required();

  /** The keys of a file in Muster's own form. */
  public static final Schema PIPELINE =
      Schema.of(
          "pipeline.yaml",
          NAME,
          GENERAL,
          DEFAULT_JAR,
          CONF,
          JARS,
          SPARK_SUBMIT_ARGS,
          ENV,
          SECRETS,
          STEPS);

  static final Option<Located> ID =
      Option.of(
              "id",
              OptionTypes.located(OptionTypes.text("text", "an id", "clean")),
              "Name of the step: 1 to 100 of A-Z, a-z, 0-9, `_`, `-` and `.`.")
          .required();

  static final Option<String> CLASS =
      Option.of(
              "class",
              OptionTypes.text("class", "a class", "org.example.Clean"),
              "Run this class of a jar on Spark.")
          .orElseShown("one of class, script, command");

  static final Option<Located> JAR =
      Option.of("jar", JAR_PATH, "The jar of the class.").orElseShown("the pipeline's `jar`");

  static final Option<Located> SCRIPT =
      Option.of("script", SCRIPT_PATH, "Run this Python file on Spark.")
          .orElseShown("one of class, script, command");

  static final Option<List<Located>> COMMAND =
      Option.of("command", WORDS, "Run this program: it and its arguments; no shell reads them.")
          .orElseShown("one of class, script, command");

  static final Option<List<Located>> ARGS =
      Option.of("args", WORDS, "Arguments, passed as they are.").orElse(List.of(), "none");

  static final Option<List<Located>> PY_FILES =
      Option.of("py_files", SCRIPT_PATHS, "More Python files for Spark.").orElse(List.of(), "none");

  static final Option<List<Located>> FILES =
      Option.of("files", PATHS, "Files for the working folders of driver and executors.")
          .orElse(List.of(), "none");

  static final Option<YamlValue> RESOURCES =
      Option.of(
              "resources",
              OptionTypes.any(
                  "mapping",
                  "{driver_memory: 2g, executors: 4}",
                  new Shape.Keys(() -> PipelineOptions.RESOURCE_KEYS)),
              "What Spark takes for the step.")
          .orElseShown("as Spark is set up");

  static final Option<List<Located>> CONFIG =
      Option.of(
              "config",
              PATHS,
              "Configuration files that the step reads: they have to be there, INI files are checked,"
                  + " later ones over earlier ones, and a change runs the step again.")
          .orElse(List.of(), "none");

  static final Option<List<Located>> DEPENDS_ON =
      Option.of(
              "depends_on",
              OptionTypes.oneOrMore(
                  OptionTypes.located(OptionTypes.text("text", "the id of a step", "clean")),
                  "[clean]"),
              "Steps that have to end before it; `[]` for none.")
          .orElseShown("the step before it");

  static final Option<Duration> TIMEOUT =
      Option.of("timeout", OptionTypes.DURATION, "An attempt that takes longer is ended.")
          .orElseShown("none");

  static final Option<Integer> RETRIES =
      Option.of(
              "retries",
              OptionTypes.number(0, MOST_RETRIES, 2),
              "How often it is run again when it failed; never for exit code 2.")
          .orElse(0, "0");

  static final Option<Located> WHEN =
      Option.of(
              "when",
              OptionTypes.located(OptionTypes.BLANKABLE_TEXT),
              "Run it when what it depends on went well (`success`), when some of it did not"
                  + " (`failure`), in any case (`always`), or never (`never`).")
          .orElseShown("success");

  static final Option<List<Located>> INPUTS =
      Option.of("inputs", PATHS, "Files and globs that it reads; `s3://…` too.")
          .orElse(List.of(), "none");

  static final Option<List<Located>> OUTPUTS =
      Option.of(
              "outputs",
              PATHS,
              "What it writes. A step that gives some is skipped when they are there, and its inputs,"
                  + " code and configuration are those of the last time.")
          .orElse(List.of(), "none");

  /** The keys of one of {@code steps}. */
  public static final Schema STEP =
      Schema.of(
          "steps",
          ID,
          CLASS,
          JAR,
          SCRIPT,
          COMMAND,
          ARGS,
          CONF,
          JARS,
          PY_FILES,
          FILES,
          SPARK_SUBMIT_ARGS,
          RESOURCES,
          CONFIG,
          DEPENDS_ON,
          TIMEOUT,
          RETRIES,
          WHEN,
          ENV,
          INPUTS,
          OUTPUTS);

  static final Option<String> DRIVER_MEMORY =
      Option.of("driver_memory", MEMORY, "Of the driver's Java.").orElseShown("1g");

  static final Option<Integer> DRIVER_CORES =
      Option.of(
              "driver_cores",
              OptionTypes.number(1, 1024, 1),
              "Of the driver, where it runs on the cluster.")
          .orElseShown("as Spark is set up");

  static final Option<String> EXECUTOR_MEMORY =
      Option.of("executor_memory", MEMORY, "Of each executor's Java.")
          .orElseShown("as Spark is set up");

  static final Option<Integer> EXECUTOR_CORES =
      Option.of("executor_cores", OptionTypes.number(1, 1024, 2), "Of each executor.")
          .orElseShown("as Spark is set up");

  static final Option<Integer> EXECUTORS =
      Option.of("executors", OptionTypes.number(1, 100_000, 4), "How many executors, on YARN.")
          .orElseShown("as Spark is set up");

  /** The keys of {@code resources}. */
  public static final Schema RESOURCE_KEYS =
      Schema.of(
          "resources", DRIVER_MEMORY, DRIVER_CORES, EXECUTOR_MEMORY, EXECUTOR_CORES, EXECUTORS);

  private PipelineOptions() {}

  private static OptionType<Located> path(String example) {
    return OptionTypes.located(OptionTypes.text("path", "a path", example));
  }

  private static OptionType<List<Located>> paths(String example) {
    return OptionTypes.oneOrMore(path(example), "[" + example + "]");
  }
}
