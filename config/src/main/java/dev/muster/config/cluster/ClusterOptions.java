package dev.muster.config.cluster;

import dev.muster.config.schema.Located;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.OptionType;
import dev.muster.config.schema.OptionTypes;
import dev.muster.config.schema.Schema;
import dev.muster.config.schema.Shape;
import dev.muster.config.yaml.YamlValue;
import dev.muster.model.HostAddress;
import java.util.List;

/** The keys of a cluster file in Muster's form. */
public final class ClusterOptions {

  /** Where nodes may come from. */
  static final List<String> PROVIDERS = List.of("ssh", "local");

  /** Lines of shell. */
  static final OptionType<List<String>> COMMANDS =
      OptionTypes.oneOrMore(
          OptionTypes.text("command", "a line of shell", "\"mkdir -p /srv/data\""), "something");

  static final OptionType<List<Located>> HOST_LIST =
      OptionTypes.oneOrMore(
          OptionTypes.located(OptionTypes.text("hosts", "a host", "\"node[01-10]\"")),
          "[\"node[01-10]\", \"root@10.77.0.11:22\"]");

  static final OptionType<List<String>> PATTERNS =
      OptionTypes.oneOrMore(
          OptionTypes.text("pattern", "a pattern", "\"*.pyc\""), "[.git, \"*.pyc\"]");

  static final Option<String> NAME =
      Option.of(
              "name",
              OptionTypes.text("text", "a name", "lab"),
              "Name of the cluster: 1 to 63 of a-z, 0-9 and `-`, which stands neither first nor"
                  + " last.")
          .orElseShown("required, unless the command line gives it");

  static final Option<String> PROVIDER =
      Option.of(
              "provider",
              OptionTypes.text("text", "a provider", "ssh"),
              "Where the nodes come from: `ssh` for hosts that you have, `local` for this machine.")
          .orElse("ssh", "ssh");

  static final Option<List<Located>> HOSTS =
      Option.of(
              "hosts",
              HOST_LIST,
              "The hosts: `node[01-10]`, `node[1-3,7].rack[a,b]`, `user@host:port`,"
                  + " `[2001:db8::1]:22`, commas between them, or `@file`, a file of such lines."
                  + " At most 100,000.")
          .orElseShown("required for ssh, unless head_ip is there");

  static final Option<Located> HEAD =
      Option.of(
              "head",
              OptionTypes.located(OptionTypes.text("host", "a host", "node01")),
              "Which of the hosts is HEAD.")
          .orElseShown("the first host");

  static final Option<Located> HEAD_IP =
      Option.of(
          "head_ip",
          OptionTypes.located(OptionTypes.text("host", "a host", "10.77.0.11")),
          "The head, where `hosts` is not used.");

  static final Option<List<Located>> WORKER_IPS =
      Option.of("worker_ips", HOST_LIST, "The other hosts, beside `head_ip`; written as `hosts`.")
          .orElseShown("none");

  static final Option<YamlValue> AUTH =
      Option.of(
              "auth",
              OptionTypes.any(
                  "mapping",
                  "{user: root, key: id_ed25519}",
                  new Shape.Keys(() -> ClusterOptions.AUTH_KEYS)),
              "How the hosts are reached.")
          .orElseShown("what `~/.ssh/config` says");

  static final Option<List<Located>> SERVICES =
      Option.of(
              "services",
              OptionTypes.oneOrMore(
                  OptionTypes.located(OptionTypes.text("service", "a service", "spark")),
                  "[spark]"),
              "What `muster cluster deploy` deploys when it names nothing.")
          .orElse(List.of(), "none");

  static final Option<YamlValue> SETUP_COMMANDS =
      Option.of(
              "setup_commands",
              OptionTypes.any(
                  "list or mapping",
                  "{all: [\"apt-get install -y gdal-bin\"]}",
                  Shape.either(COMMANDS.shape(), new Shape.Keys(() -> ClusterOptions.SETUP_KEYS))),
              "Your own lines of shell, run as they stand on every node when it is prepared; or a"
                  + " mapping of `all`, `head` and `worker`.")
          .orElseShown("none");

  static final Option<YamlValue> FILE_MOUNTS =
      Option.of(
              "file_mounts",
              OptionTypes.any(
                  "mapping",
                  "{/opt/tool: {source: tool, exclude: [.git]}}",
                  new Shape.MapOf(
                      Shape.either(Shape.TEXT, new Shape.Keys(() -> ClusterOptions.MOUNT_KEYS)))),
              "Files and folders put on each host: the path there, and the path here or a mapping of"
                  + " `source` and `exclude`. There, a relative path starts at the user's home.")
          .orElseShown("none");

  static final Option<YamlValue> ENVIRONMENT =
      Option.of(
              "environment",
              OptionTypes.any("mapping", "{OMP_NUM_THREADS: 1}", new Shape.MapOf(Shape.TEXT)),
              "Set for setup commands and services. Nothing secret: the ledger keeps it.")
          .orElseShown("none");

  /** The keys of the file. */
  public static final Schema CLUSTER =
      Schema.of(
          "cluster.yaml",
          NAME,
          PROVIDER,
          HOSTS,
          HEAD,
          HEAD_IP,
          WORKER_IPS,
          AUTH,
          SERVICES,
          SETUP_COMMANDS,
          FILE_MOUNTS,
          ENVIRONMENT);

  static final Option<Located> USER =
      Option.of(
              "user",
              OptionTypes.located(OptionTypes.text("text", "a user", "root")),
              "Who logs in, where a host does not say.")
          .orElseShown("as SSH");

  static final Option<Located> KEY =
      Option.of(
              "key",
              OptionTypes.located(OptionTypes.text("path", "a path", "~/.ssh/id_ed25519")),
              "File of a private key; `~/` is your home.")
          .orElseShown("as SSH");

  static final Option<Integer> PORT =
      Option.of(
              "port",
              OptionTypes.number(1, HostAddress.MAX_PORT, 22),
              "Port of SSH, where a host does not say.")
          .orElseShown("as SSH");

  static final Option<List<Located>> PROXY_JUMP =
      Option.of(
              "proxy_jump",
              OptionTypes.oneOrMore(
                  OptionTypes.located(OptionTypes.text("host", "a host", "me@bastion:22")),
                  "[me@bastion:22]"),
              "Hosts that are gone through, first one first; at most 10.")
          .orElse(List.of(), "as SSH");

  static final Option<Boolean> AGENT =
      Option.of("agent", OptionTypes.BOOLEAN, "Whether the keys of the SSH agent are tried.")
          .orElse(true, "true");

  static final Option<Located> KNOWN_HOSTS =
      Option.of(
              "known_hosts",
              OptionTypes.located(OptionTypes.text("path", "a path", "known_hosts")),
              "File of known hosts; need not be there yet.")
          .orElseShown("as SSH");

  /** The keys of {@code auth}. */
  public static final Schema AUTH_KEYS =
      Schema.of("auth", USER, KEY, PORT, PROXY_JUMP, AGENT, KNOWN_HOSTS);

  static final Option<List<String>> ALL =
      Option.of("all", COMMANDS, "On every node, first.").orElse(List.of(), "none");

  static final Option<List<String>> ON_HEAD =
      Option.of("head", COMMANDS, "On the head, after them.").orElse(List.of(), "none");

  static final Option<List<String>> ON_WORKER =
      Option.of("worker", COMMANDS, "On the workers, after them.").orElse(List.of(), "none");

  /** The keys of {@code setup_commands}. */
  public static final Schema SETUP_KEYS = Schema.of("setup_commands", ALL, ON_HEAD, ON_WORKER);

  static final Option<String> SOURCE =
      Option.of(
              "source",
              OptionTypes.text("path", "a path", "tool"),
              "The file or folder here; a relative path starts at the folder of the cluster file.")
          .required();

  static final Option<List<String>> EXCLUDE =
      Option.of("exclude", PATTERNS, "What is left out, as rsync and git write it.")
          .orElse(List.of(), "none");

  /** The keys of one of {@code file_mounts}. */
  public static final Schema MOUNT_KEYS = Schema.of("file_mounts", SOURCE, EXCLUDE);

  private ClusterOptions() {}
}
