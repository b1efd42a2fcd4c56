package dev.muster.packages.distribution;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where Maven keeps its files on this machine, found as its own launcher finds them.
 *
 * @param userSettings {@code ~/.m2/settings.xml}; it need not be there
 * @param security {@code ~/.m2/settings-security.xml}; it need not be there
 * @param repository {@code ~/.m2/repository}, where settings name no other
 * @param globalSettings {@code conf/settings.xml} of the installed Maven, null without one
 */
record MavenHome(Path userSettings, Path security, Path repository, @Nullable Path globalSettings) {

  static MavenHome find(Function<String, @Nullable String> environment) {
    String home = environment.apply("HOME");
    Path user =
        Path.of(home == null || home.isBlank() ? System.getProperty("user.home", "") : home)
            .toAbsolutePath()
            .resolve(".m2");
    return new MavenHome(
        user.resolve("settings.xml"),
        user.resolve("settings-security.xml"),
        user.resolve("repository"),
        installed(environment)
            .map(maven -> maven.resolve("conf").resolve("settings.xml"))
            .filter(Files::isReadable)
            .orElse(null));
  }

  /** {@code MAVEN_HOME}, {@code M2_HOME}, else where the {@code mvn} of the PATH leads. */
  private static Optional<Path> installed(Function<String, @Nullable String> environment) {
    for (String name : new String[] {"MAVEN_HOME", "M2_HOME"}) {
      String named = environment.apply(name);
      if (named != null && !named.isBlank() && Files.isDirectory(Path.of(named))) {
        return Optional.of(Path.of(named));
      }
    }
    String path = environment.apply("PATH");
    return Stream.of((path == null ? "" : path).split(File.pathSeparator, -1))
        .filter(folder -> !folder.isBlank())
        .flatMap(MavenHome::launcher)
        .findFirst()
        .map(bin -> bin.getParent() == null ? bin : bin.getParent());
  }

  /** The {@code bin} folder behind a {@code mvn}. */
  private static Stream<Path> launcher(String folder) {
    try {
      Path mvn = Path.of(folder, "mvn");
      return Files.isExecutable(mvn)
          ? Stream.ofNullable(mvn.toRealPath().getParent())
          : Stream.empty();
    } catch (IOException | InvalidPathException e) {
      return Stream.empty();
    }
  }
}
