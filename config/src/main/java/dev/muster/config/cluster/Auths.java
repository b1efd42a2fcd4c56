package dev.muster.config.cluster;

import dev.muster.config.hosts.HostExpressions;
import dev.muster.config.schema.Located;
import dev.muster.config.schema.Option;
import dev.muster.config.schema.Section;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.model.ClusterAuth;
import dev.muster.model.HostAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code auth}. */
final class Auths {

  /** More hops are a mistake. */
  private static final int MOST_HOPS = 10;

  private final LocalPaths paths;
  private final Problems problems;

  Auths(LocalPaths paths) {
    this.paths = paths;
    this.problems = paths.problems();
  }

  ClusterAuth read(YamlValue value) {
    if (!(value instanceof YamlValue.Mapping mapping)) {
      problems.add(
          value.line(),
          "auth: a mapping is expected, not " + value.shown(),
          "for instance  auth: {user: root, key: id_ed25519}");
      return ClusterAuth.DEFAULT;
    }
    Section section = new Section(ClusterOptions.AUTH_KEYS, mapping, "auth.", problems);
    return new ClusterAuth(
        user(section, ClusterOptions.USER),
        key(section, ClusterOptions.KEY),
        section.find(ClusterOptions.PORT).orElse(null),
        hops(section),
        section.value(ClusterOptions.AGENT),
        knownHosts(section));
  }

  @Nullable String user(Section section, Option<Located> option) {
    return section
        .find(option)
        .map(
            text -> {
              HostAddress.userFault(text.text())
                  .ifPresent(
                      fault ->
                          problems.add(
                              text.line(),
                              section.name(option)
                                  + ": the user "
                                  + Quoted.of(text.text())
                                  + " cannot be: "
                                  + fault));
              return text.text();
            })
        .orElse(null);
  }

  @Nullable Path key(Section section, Option<Located> option) {
    return section
        .find(option)
        .flatMap(text -> paths.key(section.name(option), text.text(), text.line()))
        .orElse(null);
  }

  private List<HostAddress> hops(Section section) {
    String key = section.name(ClusterOptions.PROXY_JUMP);
    HostExpressions expressions = new HostExpressions(paths.folder());
    section.value(ClusterOptions.PROXY_JUMP).forEach(text -> expressions.add(key, text, problems));
    List<HostAddress> hops = expressions.hosts();
    if (hops.size() > MOST_HOPS) {
      problems.add(
          section.line(ClusterOptions.PROXY_JUMP),
          key + ": " + hops.size() + " hosts to go through are more than " + MOST_HOPS,
          "name only the bastions");
    }
    return hops;
  }

  private @Nullable Path knownHosts(Section section) {
    return section
        .find(ClusterOptions.KNOWN_HOSTS)
        .map(
            text -> {
              Path path = paths.resolve(text.text());
              if (Files.isDirectory(path)) {
                problems.add(
                    text.line(),
                    "auth.known_hosts: " + Quoted.of(text.text()) + " is a folder, not a file");
              }
              return path;
            })
        .orElse(null);
  }
}
