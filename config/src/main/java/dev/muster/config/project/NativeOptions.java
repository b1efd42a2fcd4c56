package dev.muster.config.project;

import dev.muster.config.schema.Located;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.OptionTypes;
import dev.muster.config.schema.Schema;
import dev.muster.config.schema.Shape;
import dev.muster.config.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The keys of {@code muster.yaml}. */
public final class NativeOptions {

  /** The name of the file. */
  public static final String FILE = "muster.yaml";

  static final Option<String> NAME =
      Option.of(
              "name",
              OptionTypes.text("text", "a name", "weather"),
              "Name of the project: 1 to 63 of a-z, 0-9, '.', '_' and '-'. Results are remembered"
                  + " under it.")
          .orElseShown("the folder's name");

  static final Option<List<Located>> INPUTS =
      Option.of(
              "inputs",
              OptionTypes.oneOrMore(
                  OptionTypes.located(OptionTypes.text("glob", "a glob", "\"data/*.csv\"")),
                  "\"data/*.csv\""),
              "What the tasks read: paths below the project folder, absolute paths, `file:` paths or"
                  + " `s3://bucket/prefix/**/*.csv`, `hdfs://namenode:9000/data/*.csv`. `*` stays within a folder,"
                  + " `**` crosses folders;"
                  + " also `?`, `[a-z]`, `{a,b}`. A text that begins with `*` stands in quotes.")
          .required();

  static final Option<String> COLUMNS =
      Option.of(
              "columns",
              OptionTypes.REGEX,
              "Regular expression searched in the names of a CSV header: one task for each column"
                  + " that matches.")
          .orElseShown("one task for each file");

  static final Option<YamlValue> ENTRYPOINT =
      Option.of(
              "entrypoint",
              OptionTypes.any(
                  "mapping",
                  "{python: \"entrypoint:main\"}",
                  new Shape.Keys(() -> NativeOptions.ENTRYPOINT_KEYS)),
              "What is called for each task: `python` or `command`.")
          .required();

  static final Option<String> PYTHON_FUNCTION =
      Option.of(
          "python",
          OptionTypes.text("module:function", "module:function", "\"entrypoint:main\""),
          "A function, called with those of its keyword arguments that it declares: `path`, `file`,"
              + " `column`, `bucket`, `uri`, `round`, and each parameter by its name. It returns a"
              + " JSON object.");

  static final Option<YamlValue> COMMAND =
      Option.of(
          "command",
          OptionTypes.any(
              "list of texts",
              "[\"./tool\", \"{path}\", \"--column\", \"{column}\"]",
              new Shape.ListOf(Shape.TEXT)),
          "A program and its arguments, run in the project folder without a shell. Placeholders:"
              + " `{path}` a local file, `{file}` the key, `{column}`, `{bucket}`, `{uri}`,"
              + " `{round}`, `{files}` the folder of shipped files, `{params.x}`; `{{` and `}}` are"
              + " braces.");

  static final Option<String> RESULT =
      Option.of(
              "result",
              OptionTypes.text("text", "a path with placeholders", "\"out/{file}.json\""),
              "The file that the command writes its JSON object to, below the project folder; with"
                  + " placeholders.")
          .orElseShown("the last JSON line of its output");

  static final Option<YamlValue> PARAMS =
      Option.of(
              "params",
              OptionTypes.any(
                  "mapping",
                  "{unit: celsius, window: {matrix: [7, 30]}}",
                  new Shape.MapOf(Shape.ANY)),
              "Parameters of the entrypoint. A value is a constant; `{matrix: [7, 30]}` makes one"
                  + " task for each value, and several of them for each combination, the last one"
                  + " changing first; at most 100,000.")
          .orElseShown("none");

  static final Option<String> REQUIREMENTS =
      Option.of(
              "requirements",
              OptionTypes.text("path", "a path", "requirements.txt"),
              "The file that pip installs into the project's own environment.")
          .orElseShown("requirements.txt when it is there");

  static final Option<String> PYTHON =
      Option.of(
              "python",
              OptionTypes.text("text", "a command or a path", "python3.11"),
              "The interpreter, 3.8 or newer: a command, or a path when it has a slash.")
          .orElseShown("python3");

  static final Option<YamlValue> ENV =
      Option.of(
              "env",
              OptionTypes.any("mapping", "{OMP_NUM_THREADS: 1}", new Shape.MapOf(Shape.TEXT)),
              "Set in the environment of the workers. Nothing secret: it is stored and shown.")
          .orElseShown("none");

  static final Option<List<Located>> SECRETS =
      Option.of(
              "secrets",
              OptionTypes.oneOrMore(
                  OptionTypes.located(
                      OptionTypes.text("name", "the name of an environment variable", "API_TOKEN")),
                  "[API_TOKEN]"),
              "Names of environment variables that the workers need and nobody may see. Only the"
                  + " names stand here; a missing one stops the run before it starts.")
          .orElse(List.of(), "none");

  static final Option<YamlValue> FILES =
      Option.of(
              "files",
              OptionTypes.any(
                  "list",
                  "[license/tool.lic]",
                  new Shape.ListOf(
                      Shape.either(Shape.TEXT, new Shape.Keys(() -> NativeOptions.FILE_KEYS)))),
              "Files shipped along, such as a license: mode 0600, removed after the run, below the"
                  + " folder that `MUSTER_FILES` and `{files}` name. A path, or `{source: path,"
                  + " target: path}`.")
          .orElseShown("none");

  static final Option<String> SOURCE =
      Option.of(
              "source",
              OptionTypes.text("path", "a path", "license/tool.lic"),
              "The file, relative to the project folder or absolute.")
          .required();

  static final Option<String> TARGET =
      Option.of(
              "target",
              OptionTypes.text("path", "a relative path", "tool.lic"),
              "Where it stands below the folder of shipped files.")
          .orElseShown("the relative path as it is, of an absolute one the name");

  static final Option<Duration> TIMEOUT =
      Option.of(
              "timeout",
              OptionTypes.DURATION,
              "Longest time of one attempt; then its processes are killed. `90s`, `5m`, `1h30m`; a"
                  + " plain number is seconds.")
          .orElseShown("none");

  static final Option<Integer> RETRIES =
      Option.of(
              "retries",
              OptionTypes.number(0, 100, 2),
              "Further attempts after a crash or another failure that may pass by itself.")
          .orElse(2, "2");

  static final Option<List<Located>> RETRY_ON =
      Option.of(
              "retry_on",
              OptionTypes.oneOrMore(
                  OptionTypes.located(
                      OptionTypes.text(
                          "failure", "a kind of failure", "[timeout, ConnectionError]")),
                  "[timeout, ConnectionError]"),
              "What else is retried: `exception`, `exit`, `timeout`, `memory`, and names of Python"
                  + " exception classes.")
          .orElse(List.of(), "none");

  static final Option<Integer> MAX_TASKS_PER_WORKER =
      Option.of(
              "max_tasks_per_worker",
              OptionTypes.number(0, Integer.MAX_VALUE, 100),
              "A worker process is replaced after so many tasks; 0 for never.")
          .orElse(0, "0");

  static final Option<Long> MEMORY =
      Option.of(
              "memory",
              OptionTypes.SIZE,
              "Most resident memory of a task's processes: `2GiB`, `500MB`, `512m` (binary); a plain"
                  + " number is bytes.")
          .orElse(0L, "no limit");

  static final Option<Integer> REPEAT =
      Option.of(
              "repeat_number_per_round",
              OptionTypes.number(1, 10_000, 1),
              "How often each task is done within a round.")
          .orElse(1, "1");

  static final Option<String> SAVED_TO =
      Option.of(
              "saved_to",
              OptionTypes.text("address", "s3://bucket/prefix", "s3://my-bucket/results"),
              "Where the results are written too: `s3://bucket/prefix`.")
          .orElseShown("nowhere else");

  static final Option<YamlValue> FILENAME =
      Option.of(
              "filename",
              OptionTypes.any(
                  "mapping",
                  "{saved_data: results.csv}",
                  new Shape.Keys(() -> FileNameOptions.SCHEMA)),
              "Names of the result files.")
          .orElseShown("as below");

  /** The keys of the file. */
  public static final Schema PROJECT =
      Schema.of(
          "muster.yaml",
          NAME,
          INPUTS,
          COLUMNS,
          ENTRYPOINT,
          PARAMS,
          REQUIREMENTS,
          PYTHON,
          ENV,
          SECRETS,
          FILES,
          TIMEOUT,
          RETRIES,
          RETRY_ON,
          MAX_TASKS_PER_WORKER,
          MEMORY,
          REPEAT,
          SAVED_TO,
          FILENAME);

  /** The keys of {@code entrypoint}. */
  public static final Schema ENTRYPOINT_KEYS =
      Schema.of("entrypoint", PYTHON_FUNCTION, COMMAND, RESULT);

  /** The keys of an element of {@code files}. */
  public static final Schema FILE_KEYS = Schema.of("files", SOURCE, TARGET);

  /** Failure kinds that {@code retry_on} may name. */
  static final Set<String> RETRYABLE_KINDS = Set.of("exception", "exit", "timeout", "memory");

  private NativeOptions() {}
}
