package dev.muster.config.cluster;

import dev.muster.config.schema.Located;
import dev.muster.config.schema.Section;
import dev.muster.config.text.DidYouMean;
import dev.muster.config.text.Problems;
import dev.muster.config.text.Quoted;
import dev.muster.config.yaml.YamlValue;
import dev.muster.model.ClusterAuth;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterSpec;
import dev.muster.model.ClusterSpec.FileMount;
import dev.muster.model.ClusterSpec.Setup;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a cluster file in Muster's form. */
final class ClusterForm {

  private final LocalPaths paths;
  private final @Nullable ClusterName given;
  private final Problems problems;

  /**
   * @param given the name on the command line, null when there is none
   */
  ClusterForm(LocalPaths paths, @Nullable ClusterName given, Problems problems) {
    this.paths = paths;
    this.given = given;
    this.problems = problems;
  }

  /** The cluster; empty after noting what is wrong. */
  Optional<ClusterSpec> read(YamlValue.Mapping mapping) {
    Section file = new Section(ClusterOptions.CLUSTER, mapping, "", problems);
    Optional<ClusterName> name = new Names(given, problems).read(file, ClusterOptions.NAME);
    String provider = provider(file);
    ClusterHosts hosts = new ClusterHosts(paths.folder(), problems);
    if (provider.equals("local")) {
      hosts.refuse(file);
    } else {
      hosts.read(file);
    }
    ClusterAuth auth =
        file.find(ClusterOptions.AUTH)
            .map(value -> new Auths(paths).read(value))
            .orElse(ClusterAuth.DEFAULT);
    List<String> services = services(file);
    Setup setup = file.find(ClusterOptions.SETUP_COMMANDS).map(this::setup).orElse(Setup.NONE);
    List<FileMount> mounts =
        file.find(ClusterOptions.FILE_MOUNTS)
            .map(value -> new Mounts(paths, List.of()).read(value))
            .orElse(List.of());
    Map<String, String> environment =
        file.find(ClusterOptions.ENVIRONMENT)
            .map(value -> new ClusterEnvironment(problems).read(value))
            .orElse(Map.of());
    if (!problems.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ClusterSpec(
            name.get(),
            provider,
            hosts.hosts(),
            hosts.head(),
            auth,
            services,
            setup,
            mounts,
            environment,
            Map.of()));
  }

  private String provider(Section file) {
    String provider = file.value(ClusterOptions.PROVIDER);
    if (!ClusterOptions.PROVIDERS.contains(provider)) {
      problems.add(
          file.line(ClusterOptions.PROVIDER),
          "provider: there is no provider " + Quoted.of(provider),
          DidYouMean.nearest(provider, ClusterOptions.PROVIDERS)
              .map(near -> "did you mean " + near + "?")
              .orElse("known are " + String.join(", ", ClusterOptions.PROVIDERS)));
      return "ssh";
    }
    return provider;
  }

  private List<String> services(Section file) {
    Set<String> services = new LinkedHashSet<>();
    for (Located service : file.value(ClusterOptions.SERVICES)) {
      if (!KnownServices.isKnown(service.text())) {
        problems.add(
            service.line(),
            "services: there is no service " + Quoted.of(service.text()),
            KnownServices.near(service.text()));
      } else if (!services.add(service.text())) {
        problems.add(
            service.line(), "services: " + service.text() + " is there twice", "remove one");
      }
    }
    return List.copyOf(services);
  }

  private Setup setup(YamlValue value) {
    String key = ClusterOptions.SETUP_COMMANDS.key();
    if (!(value instanceof YamlValue.Mapping mapping)) {
      List<String> all = ClusterOptions.COMMANDS.read(key, value, problems).orElse(List.of());
      return new Setup(all, List.of(), List.of());
    }
    Section section = new Section(ClusterOptions.SETUP_KEYS, mapping, key + ".", problems);
    return new Setup(
        section.value(ClusterOptions.ALL),
        section.value(ClusterOptions.ON_HEAD),
        section.value(ClusterOptions.ON_WORKER));
  }
}
