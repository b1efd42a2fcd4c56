package dev.muster.config.chain;

import dev.muster.config.schema.Option;
import dev.muster.config.schema.OptionTypes;
import dev.muster.config.schema.Schema;
import dev.muster.config.schema.Shape;
import dev.muster.config.yaml.YamlValue;
import java.util.List;

/** The keys of {@code pipeline_config} and {@code pipeline_resources} for map runs. */
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
      Option.of(
              "cluster",
              OptionTypes.text("text", "a cluster", "lab"),
              "Run tasks on the Spark of this cluster.")
          .orElseShown("this machine");

  static final Option<List<String>> TEST_SUBSET =
      Option.of(
              "test_subset",
              OptionTypes.oneOrMore(
                  OptionTypes.text("input", "an index or a key", "0"), "[0, data/b.csv]"),
              "Only these inputs, by their keys or their places in store order, from 0; each has to"
                  + " be there. `-t` takes its place.")
          .orElse(List.of(), "all");

  static final Option<Boolean> SKIP_EXISTING =
      Option.of(
              "skip_existing",
              OptionTypes.BOOLEAN,
              "Leave out inputs all of whose tasks have succeeded once, whatever has changed since.")
          .orElse(false, "false");

  static final Option<Boolean> RAISE_ON_FAILURE =
      Option.of(
              "raise_on_failure",
              OptionTypes.BOOLEAN,
              "Whether a failed task ends the chain, with exit code 1.")
          .orElse(true, "true");

  static final Option<Boolean> DEBUG =
      Option.of(
              "debug",
              OptionTypes.BOOLEAN,
              "One worker on this machine, stop at the first failure, and print what tasks printed.")
          .orElse(false, "false");

  /** The keys of {@code pipeline_config}. */
  public static final Schema CONFIG =
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
          TEST_SUBSET,
          SKIP_EXISTING,
          RAISE_ON_FAILURE,
          DEBUG);

  static final Option<Integer> WORKERS =
      Option.of("workers", OptionTypes.number(1, 1024, 4), "Tasks at once.")
          .orElseShown("as muster map");

  static final Option<Integer> NUM_CPUS =
      Option.of("num_cpus", OptionTypes.number(1, 1024, 4), "The same, as Ray calls it.")
          .orElseShown("as muster map");

  /** The keys of {@code pipeline_resources}. */
  public static final Schema RESOURCES = Schema.of("pipeline_resources", WORKERS, NUM_CPUS);

  private ChainOptions() {}
}
