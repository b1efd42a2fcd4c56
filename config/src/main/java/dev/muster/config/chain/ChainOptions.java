package dev.muster.config.chain;

import dev.muster.config.schema.Option;
import dev.muster.config.schema.OptionType;
import dev.muster.config.schema.OptionTypes;
import dev.muster.config.schema.Schema;
import dev.muster.config.schema.Shape;
import dev.muster.config.yaml.YamlValue;
import java.time.Duration;
import java.util.List;

/**
 * The keys of {@code pipeline_config} and {@code pipeline_resources}, for projects and for
 * pipelines.
 */
public final class ChainOptions {

  static final Option<String> PROJECT =
      Option.of(
              "project",
              OptionTypes.text("path", "a path", "weather"),
              "The folder of the project, relative to the file of the chain.")
          .required();

  static final Option<YamlValue> PROJECT_VARIABLES =
      Option.of(
              "project_variables",
              OptionTypes.any("mapping", "{size: 512}", new Shape.MapOf(Shape.TEXT)),
              "Values of variables of the project's own configuration; `-v` goes over them.")
          .orElseShown("none");

  static final Option<List<String>> FILES =
      Option.of(
              "files",
              OptionTypes.oneOrMore(
                  OptionTypes.text("key", "the key of an input", "data/a.csv"), "[data/a.csv]"),
              "Exactly these inputs, by their keys.")
          .orElse(List.of(), "all");

  static final Option<Integer> NUMBER =
      Option.of(
              "number",
              OptionTypes.number(0, Integer.MAX_VALUE, 10),
              "The first so many inputs in store order; 0 takes all.")
          .orElse(0, "0");

  static final Option<Integer> ROUNDS =
      Option.of(
              "rounds",
              OptionTypes.number(1, 1000, 1),
              "How often everything is run, fresh each time when more than once.")
          .orElse(1, "1");

  static final Option<Boolean> FRESH =
      Option.of("fresh", OptionTypes.BOOLEAN, "Run every task, also those that succeeded before.")
          .orElse(false, "false");

  static final Option<Boolean> FAIL_FAST =
      Option.of("fail_fast", OptionTypes.BOOLEAN, "Stop at the first task that finally fails.")
          .orElse(false, "false");

  static final Option<Boolean> OFFLINE =
      Option.of("offline", OptionTypes.BOOLEAN, "Install requirements without asking an index.")
          .orElse(false, "false");

  static final Option<String> CLUSTER =
      Option.of("cluster", OptionTypes.text("text", "a cluster", "lab"), "Run it on this cluster.")
          .orElseShown("this machine");

  static final Option<Boolean> LATE_INPUTS =
      Option.of(
              "late_inputs",
              OptionTypes.BOOLEAN,
              "Whether elements before it write its inputs: what `test_subset` names is then looked"
                  + " for when its turn comes.")
          .orElseShown("true where there are no inputs yet");

  static final Option<List<String>> TEST_SUBSET =
      Option.of(
              "test_subset",
              OptionTypes.oneOrMore(
                  OptionTypes.text("input or step", "a key, an id or a place", "0"),
                  "[0, data/b.csv]"),
              "Only these inputs, by their keys, or these steps, by their ids; or by their places,"
                  + " from 0. Each has to be there. `-t` takes its place.")
          .orElse(List.of(), "all");

  static final Option<Boolean> SKIP_EXISTING =
      Option.of(
              "skip_existing",
              OptionTypes.BOOLEAN,
              "Leave out inputs all of whose tasks, or steps that, have succeeded once, whatever has"
                  + " changed since.")
          .orElse(false, "false");

  static final Option<Boolean> RAISE_ON_FAILURE =
      Option.of(
              "raise_on_failure",
              OptionTypes.BOOLEAN,
              "Whether a failed task or step ends the chain, with exit code 1 (2 for critical quality"
                  + " warnings).")
          .orElse(true, "true");

  static final Option<Boolean> DEBUG =
      Option.of(
              "debug",
              OptionTypes.BOOLEAN,
              "One thing at a time on this machine, and what tasks or steps printed; a map run stops"
                  + " at the first failure.")
          .orElse(false, "false");

  /** The keys of {@code pipeline_config} for a map run. */
  public static final Schema PROJECT_CONFIG =
      Schema.of(
          "pipeline_config",
          PROJECT,
          PROJECT_VARIABLES,
          FILES,
          NUMBER,
          ROUNDS,
          FRESH,
          FAIL_FAST,
          OFFLINE,
          CLUSTER,
          LATE_INPUTS,
          TEST_SUBSET,
          SKIP_EXISTING,
          RAISE_ON_FAILURE,
          DEBUG);

  static final Option<String> PIPELINE =
      Option.of(
              "pipeline",
              OptionTypes.text("path", "a path", "pipeline.yaml"),
              "The pipeline file, relative to the file of the chain.")
          .required();

  static final Option<YamlValue> PIPELINE_VARIABLES =
      Option.of(
              "pipeline_variables",
              OptionTypes.any("mapping", "{day: 2026-01-31}", new Shape.MapOf(Shape.TEXT)),
              "Values of variables of the pipeline file; `-v` goes over them.")
          .orElseShown("none");

  static final Option<String> ENTRYPOINT =
      Option.of(
              "entrypoint",
              OptionTypes.text("path", "a path", "main_multimno.py"),
              "What runs components, over what the pipeline file says.")
          .orElseShown("as the pipeline file says");

  static final Option<String> MAIN_CLASS =
      Option.of(
              "main_class",
              OptionTypes.text("class", "a class", "org.example.Main"),
              "Main class of an entrypoint that is a jar.")
          .orElseShown("as the pipeline file says");

  static final Option<Boolean> STRICT_ARGS =
      Option.of(
              "strict_args",
              OptionTypes.BOOLEAN,
              "Refuse the characters in spark_submit_args that multimno's orchestrator does.")
          .orElse(false, "false");

  static final Option<String> FROM =
      Option.of(
              "from",
              OptionTypes.text("step", "the id of a step", "clean"),
              "Run this step and all that depend on it; the others count as done.")
          .orElseShown("all");

  static final Option<List<String>> ONLY =
      Option.of("only", steps(), "Run just these steps; the others count as done.")
          .orElse(List.of(), "all");

  static final Option<List<String>> SKIP =
      Option.of("skip", steps(), "Leave these steps out; they count as done.")
          .orElse(List.of(), "none");

  static final Option<Boolean> FRESH_STEPS =
      Option.of("fresh", OptionTypes.BOOLEAN, "Run every step, also those that were done before.")
          .orElse(false, "false");

  static final Option<String> MASTER =
      Option.of(
              "master",
              OptionTypes.text("text", "a master of Spark", "\"local[2]\""),
              "Spark's master, over what the steps say; with a cluster only yarn, its YARN.")
          .orElseShown("as the steps say");

  static final Option<String> SPARK_HOME =
      Option.of(
              "spark_home",
              OptionTypes.text("path", "a path", "/opt/spark"),
              "Spark's folder, or a folder of its jars.")
          .orElseShown("`SPARK_HOME`, else Muster fetches one");

  static final Option<String> SPARK_VERSION =
      Option.of(
              "spark_version",
              OptionTypes.text("version", "a version", "3.5.6"),
              "The Spark that Muster fetches.")
          .orElseShown("as muster pipeline run");

  static final Option<Boolean> REUSE_SESSION =
      Option.of(
              "reuse_session",
              OptionTypes.BOOLEAN,
              "Run consecutive steps of the same configuration in one warm driver.")
          .orElse(false, "false");

  static final Option<String> RESULTS =
      Option.of("results", OptionTypes.text("path", "a path", "results"), "Folder of runs.")
          .orElseShown("`results` beside the pipeline file");

  static final Option<String> LOGS_TO =
      Option.of(
              "logs_to",
              OptionTypes.text("address", "an address", "s3://bucket/logs"),
              "Copy logs there while it runs: s3://bucket/prefix, or a folder.")
          .orElseShown("nowhere");

  static final Option<Duration> LOG_INTERVAL =
      Option.of("log_interval", OptionTypes.DURATION, "How often.").orElseShown("60s");

  /** The keys of {@code pipeline_config} for a pipeline. */
  public static final Schema PIPELINE_CONFIG =
      Schema.of(
          "pipeline_config",
          PIPELINE,
          PIPELINE_VARIABLES,
          ENTRYPOINT,
          MAIN_CLASS,
          STRICT_ARGS,
          FROM,
          ONLY,
          SKIP,
          FRESH_STEPS,
          CLUSTER,
          MASTER,
          SPARK_HOME,
          SPARK_VERSION,
          REUSE_SESSION,
          RESULTS,
          LOGS_TO,
          LOG_INTERVAL,
          TEST_SUBSET,
          SKIP_EXISTING,
          RAISE_ON_FAILURE,
          DEBUG);

  static final Option<Integer> WORKERS =
      Option.of("workers", OptionTypes.number(1, 1024, 4), "Tasks or steps at once.")
          .orElseShown("as muster map; 1 step");

  static final Option<Integer> NUM_CPUS =
      Option.of("num_cpus", OptionTypes.number(1, 1024, 4), "The same, as Ray calls it.")
          .orElseShown("as muster map");

  /** The keys of {@code pipeline_resources}. */
  public static final Schema RESOURCES = Schema.of("pipeline_resources", WORKERS, NUM_CPUS);

  private ChainOptions() {}

  private static OptionType<List<String>> steps() {
    return OptionTypes.oneOrMore(
        OptionTypes.text("step", "the id of a step", "clean"), "[clean, export]");
  }
}
