package dev.muster.config.cluster;

import dev.muster.config.language.LanguageFile;
import dev.muster.config.text.Problems;
import dev.muster.config.yaml.YamlValue;
import dev.muster.config.yaml.YamlValue.Mapping;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterSpec;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ProblemsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a cluster file, in Muster's form or, when {@code cluster_name} is there or {@code provider}
 * is a mapping, in Ray's: contract 2.5. Looks at files only; asks no host.
 */
public final class ClusterFile {

  private ClusterFile() {}

  /**
   * Reads a cluster file. Relative paths in it are relative to its folder.
   *
   * @param file as the user gave it; messages name it in the same way
   * @param home the user's, which {@code ~/} at the start of a path stands for
   * @param name what the command line says, which wins; null when it says nothing
   * @param variables values of its variables by name, which win over those of the file
   * @throws ProblemsException CONFIGURATION with everything that is wrong
   * @throws MusterException NOT_FOUND when there is no such file
   */
  public static LoadedCluster load(
      Path file, Path home, @Nullable ClusterName name, Map<String, String> variables) {
    if (!Files.exists(file)) {
      throw new MusterException(
          ErrorKind.NOT_FOUND, "there is no cluster file " + file, "docs/clusters.md shows one");
    }
    Problems problems = new Problems(file);
    Path parent = file.toAbsolutePath().normalize().getParent();
    LocalPaths paths = new LocalPaths(parent == null ? home : parent, home, problems);
    Optional<ClusterSpec> spec =
        LanguageFile.readMapping(file, variables, problems)
            .flatMap(mapping -> read(mapping, paths, name, problems));
    problems.throwIfAny();
    return new LoadedCluster(spec.orElseThrow(), problems.warnings());
  }

  private static Optional<ClusterSpec> read(
      Mapping mapping, LocalPaths paths, @Nullable ClusterName name, Problems problems) {
    try {
      return isRay(mapping)
          ? new RayForm(paths, name, problems).read(mapping)
          : new ClusterForm(paths, name, problems).read(mapping);
    } catch (InvalidPathException e) {
      problems.add(0, "a path holds characters that no path has: " + e.getReason());
      return Optional.empty();
    }
  }

  private static boolean isRay(Mapping mapping) {
    Optional<YamlValue> provider =
        mapping.find(ClusterOptions.PROVIDER.key()).map(YamlValue.Entry::value);
    return mapping.find(RayOptions.CLUSTER_NAME.key()).isPresent()
        || provider.filter(Mapping.class::isInstance).isPresent();
  }
}
