package dev.muster.config.project;

import dev.muster.config.schema.Option;
import dev.muster.config.schema.OptionTypes;
import dev.muster.config.schema.Schema;
import dev.muster.config.schema.Shape;
import dev.muster.config.yaml.YamlValue;
import java.util.List;

/** The keys of the gismo form's {@code config.yaml}: contract 4.2. */
public final class GismoOptions {

  /** The name of the file. */
  public static final String FILE = "config.yaml";

  /** What a folder of this form holds. The Dockerfile is not read yet. */
  static final List<String> FOUR_FILES =
      List.of("Dockerfile", "entrypoint.py", "requirements.txt", FILE);

  private static final int DAY = 86_400;

  static final Option<Integer> SCALE_WAIT =
      Option.of(
              "scale_eks_nodes_wait_time",
              OptionTypes.number(0, DAY, 90),
              "Seconds to wait for nodes. For clusters; not used on this machine.")
          .orElse(90, "90")
          .requiredKey();

  static final Option<Integer> POD_WAIT =
      Option.of(
              "interval_of_wait_pod_ready",
              OptionTypes.number(0, DAY, 90),
              "Seconds between two looks at a pod. For clusters; not used on this machine.")
          .orElse(90, "90")
          .requiredKey();

  static final Option<String> DATA_BUCKET =
      Option.of(
              "data_bucket",
              OptionTypes.text("text", "a bucket or an absolute folder", "my-bucket"),
              "Where the inputs are: the name of a bucket, or an absolute folder.")
          .required();

  static final Option<String> FILE_PATTERN =
      Option.of(
              "file_pattern",
              OptionTypes.text("glob", "a glob", "\"*.csv\""),
              "The shell's fnmatch on the whole key: `*` also crosses folders.")
          .orElse("*.csv", "\"*.csv\"")
          .requiredKey();

  static final Option<String> COLUMNS =
      Option.of(
              "process_column_keywords",
              OptionTypes.REGEX,
              "Regular expression searched in the names of a CSV header: one task for each column"
                  + " that matches.")
          .orElse("^Pow", "\"^Pow\"")
          .requiredKey();

  static final Option<String> SAVED_BUCKET =
      Option.of(
              "saved_bucket",
              OptionTypes.BLANKABLE_TEXT,
              "Bucket that the results are written to as well; empty or None for none.")
          .requiredKey();

  static final Option<String> SAVED_PATH =
      Option.of(
              "saved_path_cloud",
              OptionTypes.BLANKABLE_TEXT,
              "Prefix of the results in that bucket.")
          .orElse("results", "results")
          .requiredKey();

  static final Option<Integer> IDLE_TIME =
      Option.of(
              "accepted_idle_time",
              OptionTypes.number(1, Integer.MAX_VALUE, 360),
              "Seconds without a message until a cluster run gives up; not used on this machine,"
                  + " where a worker's end is seen at once.")
          .orElse(360, "360")
          .requiredKey()
          .alias("acccepted_idle_time");

  static final Option<Integer> SQS_INTERVAL =
      Option.of(
              "interval_of_checking_sqs",
              OptionTypes.number(0, DAY, 1),
              "Seconds between two looks at the queue of results; there is no queue here.")
          .orElse(1, "1")
          .requiredKey();

  static final Option<YamlValue> FILENAME =
      Option.of(
              "filename",
              OptionTypes.any(
                  "mapping",
                  "{saved_data: results.csv}",
                  new Shape.Keys(() -> FileNameOptions.SCHEMA)),
              "Names of the result files.")
          .orElseShown("as above")
          .requiredKey();

  static final Option<Integer> REPEAT =
      Option.of(
              "repeat_number_per_round",
              OptionTypes.number(1, 10_000, 1),
              "How often each task is done within a round.")
          .orElse(1, "1")
          .requiredKey();

  static final Option<Boolean> FLOWER =
      Option.of(
              "is_celeryflower_on",
              OptionTypes.BOOLEAN,
              "Whether a monitor is started beside the workers; the report takes its place.")
          .orElse(false, "false")
          .requiredKey();

  static final Option<String> SOLVER_NAME =
      Option.of(
              "solver_name",
              OptionTypes.BLANKABLE_TEXT,
              "Name of the licensed solver, handed to the entrypoint; empty or None for none.")
          .requiredKey();

  static final Option<String> SOLVER_TARGET =
      Option.of(
              "solver_lic_target_path_in_images_dest",
              OptionTypes.BLANKABLE_TEXT,
              "Folder of the license file, below the folder of shipped files; the entrypoint is"
                  + " handed the whole path.")
          .requiredKey();

  static final Option<String> SOLVER_SOURCE =
      Option.of(
              "solver_lic_file_local_source",
              OptionTypes.BLANKABLE_TEXT,
              "The license file, relative to the project folder; empty or None for none. It is"
                  + " shipped with mode 0600 and removed after the run.")
          .requiredKey();

  static final Option<Integer> PODS_PER_NAMESPACE =
      Option.of(
              "num_worker_pods_per_namespace",
              OptionTypes.number(1, 1000, 8),
              "For clusters; not used on this machine.")
          .orElse(8, "8");

  /** The keys of the file; all but the last have to be there. */
  public static final Schema PROJECT =
      Schema.of(
          "config.yaml of the gismo form",
          SCALE_WAIT,
          POD_WAIT,
          DATA_BUCKET,
          FILE_PATTERN,
          COLUMNS,
          SAVED_BUCKET,
          SAVED_PATH,
          IDLE_TIME,
          SQS_INTERVAL,
          FILENAME,
          REPEAT,
          FLOWER,
          SOLVER_NAME,
          SOLVER_TARGET,
          SOLVER_SOURCE,
          PODS_PER_NAMESPACE);

  private GismoOptions() {}
}
