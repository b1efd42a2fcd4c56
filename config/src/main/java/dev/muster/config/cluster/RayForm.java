package dev.muster.config.cluster;

import dev.muster.config.schema.Option;
import dev.muster.config.schema.Schema;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.model.ClusterAuth;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterSpec;
import dev.muster.model.ClusterSpec.FileMount;
import dev.muster.model.ClusterSpec.Setup;
import dev.muster.model.HostAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a cluster file in Ray's form. Hosts, keys, mounts and commands become Muster's own; what
 * belongs to Ray or Docker is checked and kept as it stands. Commands that Ray runs in a container
 * are kept too: they were not written for the hosts themselves.
 */
final class RayForm {

  private final LocalPaths paths;
  private final @Nullable ClusterName given;
  private final Problems problems;

  /**
   * @param given the name on the command line, null when there is none
   */
  RayForm(LocalPaths paths, @Nullable ClusterName given, Problems problems) {
    this.paths = paths;
    this.given = given;
    this.problems = problems;
  }

  /** The cluster; empty after noting what is wrong. */
  Optional<ClusterSpec> read(Mapping mapping) {
    Section file = new Section(RayOptions.CLUSTER, mapping, "", problems);
    Optional<ClusterName> name = new Names(given, problems).read(file, RayOptions.CLUSTER_NAME);
    ClusterHosts hosts = hosts(file);
    ClusterAuth auth = auth(file);
    boolean docker = docker(file);
    List<FileMount> mounts = mounts(file);
    Setup commands = commands(file);
    Map<String, Object> kept = kept(file, mapping, docker);
    if (!problems.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ClusterSpec(
            name.get(),
            "ssh",
            hosts.hosts(),
            hosts.head(),
            auth,
            List.of(),
            docker ? Setup.NONE : commands,
            mounts,
            Map.of(),
            kept));
  }

  private ClusterHosts hosts(Section file) {
    ClusterHosts hosts = new ClusterHosts(paths.folder(), problems);
    file.find(RayOptions.PROVIDER)
        .flatMap(value -> section("provider", RayOptions.PROVIDER_KEYS, value))
        .ifPresent(
            section -> {
              String type = section.find(RayOptions.TYPE).orElse("local");
              if (type.equals("local")) {
                readHosts(hosts, section);
              } else {
                problems.add(
                    section.line(RayOptions.TYPE),
                    "provider.type: " + Quoted.of(type) + " is not known in Ray's form, local is",
                    "give hosts that you have:  provider: {type: local, head_ip: …, worker_ips: […]}");
              }
            });
    return hosts;
  }

  private static void readHosts(ClusterHosts hosts, Section section) {
    // A head_ip that is missing was noted with the keys.
    if (section.has(RayOptions.HEAD_IP)) {
      hosts.readByIp(section, RayOptions.HEAD_IP, RayOptions.WORKER_IPS);
    }
  }

  private ClusterAuth auth(Section file) {
    return file.find(RayOptions.AUTH)
        .flatMap(value -> section("auth", RayOptions.AUTH_KEYS, value))
        .map(
            section -> {
              Auths auths = new Auths(paths);
              String user = auths.user(section, RayOptions.SSH_USER);
              Path key = auths.key(section, RayOptions.SSH_PRIVATE_KEY);
              List<HostAddress> none = List.of();
              return new ClusterAuth(user, key, null, none, true, null);
            })
        .orElse(ClusterAuth.DEFAULT);
  }

  /** Tells whether Ray would run in a container. */
  private boolean docker(Section file) {
    Optional<Section> section =
        file.find(RayOptions.DOCKER)
            .flatMap(value -> section("docker", RayOptions.DOCKER_KEYS, value));
    section.ifPresent(found -> RayOptions.DOCKER_KEYS.options().forEach(found::find));
    return section.isPresent()
        && Stream.of(RayOptions.IMAGE, RayOptions.HEAD_IMAGE, RayOptions.WORKER_IMAGE)
            .anyMatch(
                image -> section.get().find(image).filter(text -> !text.isBlank()).isPresent());
  }

  private List<FileMount> mounts(Section file) {
    List<String> excludes = file.value(RayOptions.RSYNC_EXCLUDE);
    List<FileMount> mounts =
        file.find(RayOptions.FILE_MOUNTS)
            .map(value -> new Mounts(paths, excludes).read(value))
            .orElse(List.of());
    if (!mounts.isEmpty() && !file.value(RayOptions.RSYNC_FILTER).isEmpty()) {
      problems.warn(
          file.line(RayOptions.RSYNC_FILTER),
          "rsync_filter: the patterns in these files are not read when file_mounts are put on hosts",
          "list them in  rsync_exclude");
    }
    return mounts;
  }

  private Setup commands(Section file) {
    List<String> all = new ArrayList<>(file.value(RayOptions.INITIALIZATION_COMMANDS));
    all.addAll(file.value(RayOptions.SETUP_COMMANDS));
    return new Setup(
        all,
        file.value(RayOptions.HEAD_SETUP_COMMANDS),
        file.value(RayOptions.WORKER_SETUP_COMMANDS));
  }

  private Map<String, Object> kept(Section file, Mapping mapping, boolean docker) {
    Map<String, Object> kept = new LinkedHashMap<>();
    for (Option<?> option : RayOptions.ALWAYS_KEPT) {
      file.find(option);
      keep(option, mapping, kept);
    }
    for (Option<YamlValue> option :
        List.of(RayOptions.NODE_TYPES, RayOptions.HEAD_NODE, RayOptions.WORKER_NODES)) {
      file.find(option).ifPresent(value -> requireMapping(option.key(), value));
    }
    if (docker) {
      RayOptions.KEPT_WITH_DOCKER.forEach(option -> keep(option, mapping, kept));
      RayOptions.KEPT_WITH_DOCKER.stream()
          .filter(option -> !file.value(option).isEmpty())
          .findFirst()
          .ifPresent(
              option ->
                  problems.warn(
                      file.line(option),
                      option.key()
                          + ": with docker these commands are the container's and not run on the"
                          + " hosts; they come with the Ray service",
                      "remove  docker  to run them on the hosts"));
    }
    return kept;
  }

  private static void keep(Option<?> option, Mapping mapping, Map<String, Object> kept) {
    mapping
        .find(option.key())
        .map(entry -> PlainValues.of(entry.value()))
        .ifPresent(value -> kept.put(option.key(), value));
  }

  private Optional<Section> section(String key, Schema schema, YamlValue value) {
    return requireMapping(key, value)
        ? Optional.of(new Section(schema, (Mapping) value, key + ".", problems))
        : Optional.empty();
  }

  private boolean requireMapping(String key, YamlValue value) {
    boolean isMapping = value instanceof Mapping;
    if (!isMapping) {
      problems.add(value.line(), key + ": a mapping is expected, not " + value.shown());
    }
    return isMapping;
  }
}
