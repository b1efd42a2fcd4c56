package dev.muster.config.cluster;

import dev.muster.config.schema.Located;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.OptionType;
import dev.muster.config.schema.OptionTypes;
import dev.muster.config.schema.Schema;
import dev.muster.config.schema.Shape;
import dev.muster.config.yaml.YamlValue;
import java.util.List;

/**
 * The keys of a cluster file in Ray's form, for hosts that you have: contract 2.5, and of 2.6 what
 * is not a cloud's. Types and bounds are those of Ray's own schema; upscaling_speed is more than 0.
 */
public final class RayOptions {

  private static final String KEPT = " Kept for the Ray service.";

  private static final OptionType<YamlValue> MAPPING =
      OptionTypes.any("mapping", "{}", new Shape.MapOf(Shape.ANY));

  static final Option<String> CLUSTER_NAME =
      Option.of("cluster_name", OptionTypes.text("text", "a name", "ray-cdse"), "As `name` above.");

  static final Option<YamlValue> PROVIDER =
      Option.of(
              "provider",
              OptionTypes.any(
                  "mapping",
                  "{type: local, head_ip: 10.77.0.11, worker_ips: []}",
                  new Shape.Keys(() -> RayOptions.PROVIDER_KEYS)),
              "`type: local`, `head_ip` and `worker_ips`: hosts that you have.")
          .required();

  static final Option<YamlValue> AUTH =
      Option.of(
              "auth",
              OptionTypes.any(
                  "mapping",
                  "{ssh_user: eouser, ssh_private_key: ~/.ssh/id_rsa}",
                  new Shape.Keys(() -> RayOptions.AUTH_KEYS)),
              "How the hosts are reached.")
          .required();

  static final Option<YamlValue> DOCKER =
      Option.of(
          "docker",
          OptionTypes.any(
              "mapping",
              "{image: \"rayproject/ray:latest-py39-cpu\"}",
              new Shape.Keys(() -> RayOptions.DOCKER_KEYS)),
          "The container that Ray runs in." + KEPT);

  static final Option<Double> UPSCALING_SPEED =
      Option.of(
          "upscaling_speed",
          OptionTypes.decimal(0, false, "1.0"),
          "How fast Ray asks for nodes, more than 0." + KEPT);

  static final Option<Double> IDLE_TIMEOUT =
      Option.of(
          "idle_timeout_minutes",
          OptionTypes.decimal(0, true, "5"),
          "When Ray lets an idle node go." + KEPT);

  static final Option<Integer> MIN_WORKERS =
      Option.of(
          "min_workers",
          OptionTypes.number(0, Integer.MAX_VALUE, 0),
          "Least workers that Ray keeps." + KEPT);

  static final Option<Integer> MAX_WORKERS =
      Option.of(
          "max_workers",
          OptionTypes.number(0, Integer.MAX_VALUE, 10),
          "Most workers that Ray starts." + KEPT);

  static final Option<YamlValue> FILE_MOUNTS =
      Option.of(
          "file_mounts",
          OptionTypes.any("mapping", "{/opt/tool: tool}", new Shape.MapOf(Shape.TEXT)),
          "As `file_mounts` above.");

  static final Option<List<String>> SYNCED_FILES =
      texts(
          "cluster_synced_files",
          "path",
          "[/home/me/data.csv]",
          "What Ray copies from the head to workers." + KEPT);

  static final Option<Boolean> SYNC_CONTINUOUSLY =
      Option.of(
          "file_mounts_sync_continuously",
          OptionTypes.BOOLEAN,
          "Whether Ray copies again when files change." + KEPT);

  static final Option<List<String>> RSYNC_EXCLUDE =
      Option.of(
              "rsync_exclude",
              ClusterOptions.PATTERNS,
              "Patterns of what is left out of all of `file_mounts`.")
          .orElse(List.of(), "none");

  static final Option<List<String>> RSYNC_FILTER =
      texts(
          "rsync_filter",
          "file name",
          "[.gitignore]",
          "Names of files with patterns, such as .gitignore." + KEPT);

  static final Option<List<String>> INITIALIZATION_COMMANDS =
      commands(
          "initialization_commands",
          "Run on every node before the others; with `docker` kept for the Ray service.");

  static final Option<List<String>> SETUP_COMMANDS =
      commands(
          "setup_commands",
          "Run on every node when it is prepared; with `docker`, in whose container Ray runs them,"
              + " kept for the Ray service.");

  static final Option<List<String>> HEAD_SETUP_COMMANDS =
      commands("head_setup_commands", "The same for the head, after them.");

  static final Option<List<String>> WORKER_SETUP_COMMANDS =
      commands("worker_setup_commands", "The same for workers, after them.");

  static final Option<List<String>> HEAD_START_COMMANDS =
      commands(
          "head_start_ray_commands",
          "How Ray is started on the head, such as `ray start --head --port=6379`." + KEPT);

  static final Option<List<String>> WORKER_START_COMMANDS =
      commands(
          "worker_start_ray_commands",
          "How Ray is started on workers, such as `ray start --address=$RAY_HEAD_IP:6379`." + KEPT);

  static final Option<String> HEAD_NODE_TYPE =
      Option.of(
          "head_node_type",
          OptionTypes.text("text", "a name", "ray.head.default"),
          "Which of `available_node_types` is the head." + KEPT);

  static final Option<YamlValue> NODE_TYPES =
      Option.of("available_node_types", MAPPING, "What Ray knows of its nodes." + KEPT);

  static final Option<YamlValue> HEAD_NODE =
      Option.of("head_node", MAPPING, "Of older files." + KEPT);

  static final Option<YamlValue> WORKER_NODES =
      Option.of("worker_nodes", MAPPING, "Of older files." + KEPT);

  /** The keys of the file. */
  public static final Schema CLUSTER =
      Schema.of(
          "cluster.yaml of Ray",
          CLUSTER_NAME,
          PROVIDER,
          AUTH,
          DOCKER,
          UPSCALING_SPEED,
          IDLE_TIMEOUT,
          MIN_WORKERS,
          MAX_WORKERS,
          FILE_MOUNTS,
          SYNCED_FILES,
          SYNC_CONTINUOUSLY,
          RSYNC_EXCLUDE,
          RSYNC_FILTER,
          INITIALIZATION_COMMANDS,
          SETUP_COMMANDS,
          HEAD_SETUP_COMMANDS,
          WORKER_SETUP_COMMANDS,
          HEAD_START_COMMANDS,
          WORKER_START_COMMANDS,
          HEAD_NODE_TYPE,
          NODE_TYPES,
          HEAD_NODE,
          WORKER_NODES);

  /** What is always kept in {@link dev.muster.model.ClusterSpec#ray}. */
  static final List<Option<?>> ALWAYS_KEPT =
      List.of(
          DOCKER,
          UPSCALING_SPEED,
          IDLE_TIMEOUT,
          MIN_WORKERS,
          MAX_WORKERS,
          SYNCED_FILES,
          SYNC_CONTINUOUSLY,
          RSYNC_FILTER,
          HEAD_START_COMMANDS,
          WORKER_START_COMMANDS,
          HEAD_NODE_TYPE,
          NODE_TYPES,
          HEAD_NODE,
          WORKER_NODES);

  /** What is kept when the commands are a container's. */
  static final List<Option<List<String>>> KEPT_WITH_DOCKER =
      List.of(INITIALIZATION_COMMANDS, SETUP_COMMANDS, HEAD_SETUP_COMMANDS, WORKER_SETUP_COMMANDS);

  static final Option<String> TYPE =
      Option.of("type", OptionTypes.text("text", "a type", "local"), "`local`.").required();

  static final Option<Located> HEAD_IP =
      Option.of(
              "head_ip",
              OptionTypes.located(OptionTypes.text("host", "a host", "10.77.0.11")),
              "The head.")
          .required();

  static final Option<List<Located>> WORKER_IPS =
      Option.of(
              "worker_ips", ClusterOptions.HOST_LIST, "The other hosts; written as `hosts` above.")
          .orElseShown("none");

  /** The keys of {@code provider}. */
  public static final Schema PROVIDER_KEYS = Schema.of("provider", TYPE, HEAD_IP, WORKER_IPS);

  static final Option<Located> SSH_USER =
      Option.of(
              "ssh_user",
              OptionTypes.located(OptionTypes.text("text", "a user", "eouser")),
              "Who logs in.")
          .required();

  static final Option<Located> SSH_PRIVATE_KEY =
      Option.of(
              "ssh_private_key",
              OptionTypes.located(OptionTypes.text("path", "a path", "~/.ssh/id_rsa")),
              "File of a private key; `~/` is your home.")
          .orElseShown("as SSH");

  /** The keys of {@code auth}. */
  public static final Schema AUTH_KEYS = Schema.of("auth", SSH_USER, SSH_PRIVATE_KEY);

  static final Option<String> IMAGE = image("image", "Image of all nodes.");
  static final Option<String> HEAD_IMAGE = image("head_image", "Image of the head.");
  static final Option<String> WORKER_IMAGE = image("worker_image", "Image of workers.");

  /** The keys of {@code docker}. */
  public static final Schema DOCKER_KEYS =
      Schema.of(
          "docker",
          IMAGE,
          HEAD_IMAGE,
          WORKER_IMAGE,
          Option.of(
              "container_name",
              OptionTypes.text("text", "a name", "ray_container"),
              "Name of the container."),
          Option.of("pull_before_run", OptionTypes.BOOLEAN, "Whether the image is pulled."),
          texts(
              "run_options",
              "option",
              "[\"--ulimit nofile=65536:65536\"]",
              "Options of docker run."),
          texts(
              "head_run_options",
              "option",
              "[\"--ulimit nofile=65536:65536\"]",
              "The same on the head."),
          texts(
              "worker_run_options",
              "option",
              "[\"--ulimit nofile=65536:65536\"]",
              "The same on workers."),
          Option.of(
              "disable_automatic_runtime_detection",
              OptionTypes.BOOLEAN,
              "Whether Ray leaves out its search for a GPU runtime."),
          Option.of(
              "disable_shm_size_detection",
              OptionTypes.BOOLEAN,
              "Whether Ray leaves the size of /dev/shm alone."));

  private RayOptions() {}

  private static Option<String> image(String key, String description) {
    return Option.of(key, OptionTypes.BLANKABLE_TEXT, description);
  }

  private static Option<List<String>> commands(String key, String description) {
    return Option.of(key, ClusterOptions.COMMANDS, description).orElse(List.of(), "none");
  }

  private static Option<List<String>> texts(
      String key, String what, String example, String description) {
    return Option.of(
            key,
            OptionTypes.oneOrMore(OptionTypes.text(what, "a text", example), example),
            description)
        .orElse(List.of(), "none");
  }
}
