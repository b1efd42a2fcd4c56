package dev.muster.packages.distribution;

import dev.muster.packages.distribution.Catalogue.Family;
import dev.muster.packages.distribution.ContentStore.Stored;
import dev.muster.packages.distribution.MavenFetch.Fetched;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.Distribution.Origin;
import dev.muster.spi.distribution.DistributionFile;
import dev.muster.spi.distribution.FetchOptions;
import dev.muster.spi.distribution.JarClosure;
import dev.muster.spi.distribution.JarClosure.Jar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Resolves a distribution by its coordinates and takes its jars into the content store. */
final class MavenResolve {

  private static final int TRIES = 3;
  private static final int SHOWN_VERSIONS = 8;

  private final Path repository;
  private final Map<String, String> environment;
  private final ContentStore contents;

  /**
   * @param repository the Maven repository that is ours
   * @param environment the process environment
   */
  MavenResolve(Path repository, Map<String, String> environment, ContentStore contents) {
    this.repository = repository;
    this.environment = environment;
    this.contents = contents;
  }

  /** Fetches what is not here. What came before a failure is kept for the next call. */
  Distribution resolve(Family family, String version, FetchOptions options)
      throws IOException, InterruptedException {
    String what = "fetching " + family.name() + " " + version;
    List<Path> jars =
        with(
            what,
            options,
            maven -> {
              requireVersion(maven, family, version);
              return maven.fetch(family.coordinates(version), family.held(version));
            });
    List<DistributionFile> files = new ArrayList<>();
    for (Path jar : jars) {
      if (options.cancellation().requested()) {
        throw new MusterException(ErrorKind.INTERRUPTED, "stopped while " + what);
      }
      Stored stored = contents.put(jar);
      files.add(
          new DistributionFile(
              "jars/" + jar.getFileName(), stored.sha256(), stored.size(), false, stored.path()));
    }
    try {
      return Distribution.of(family.name(), version, family.scala(), Origin.MAVEN, files);
    } catch (IllegalArgumentException e) {
      throw new MusterException(ErrorKind.INVALID, what + " failed: " + e.getMessage(), null, e);
    }
  }

  /** Jars with what they need; their contents are in the store, held by nothing yet. */
  JarClosure closure(List<String> coordinates, FetchOptions options)
      throws IOException, InterruptedException {
    String what = "fetching " + String.join(", ", coordinates);
    List<Fetched> fetched = with(what, options, maven -> maven.describe(coordinates));
    Map<String, Jar> jars = new TreeMap<>();
    for (Fetched one : fetched) {
      if (options.cancellation().requested()) {
        throw new MusterException(ErrorKind.INTERRUPTED, "stopped while " + what);
      }
      Stored stored = contents.put(one.path());
      String name = String.valueOf(one.path().getFileName());
      if (jars.containsKey(name)) {
        name = one.coordinates().substring(0, one.coordinates().indexOf(':')) + "_" + name;
      }
      try {
        jars.put(
            name,
            new Jar(
                one.coordinates(),
                one.licences(),
                new DistributionFile(name, stored.sha256(), stored.size(), false, stored.path())));
      } catch (IllegalArgumentException e) {
        throw new MusterException(ErrorKind.INVALID, what + " failed: " + e.getMessage(), null, e);
      }
    }
    return new JarClosure(coordinates, List.copyOf(jars.values()));
  }

  /** What is asked of Maven repositories. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(MavenFetch maven);
  }

  private <T> T with(String what, FetchOptions options, Question<T> question)
      throws IOException, InterruptedException {
    MavenHome home = MavenHome.find(environment::get);
    MavenSettings settings = MavenSettings.read(home, environment);
    settings.warnings().forEach(options.listener()::message);
    if (settings.settings().isOffline()) {
      throw new MusterException(
          ErrorKind.UNAVAILABLE,
          what + " failed: Maven's settings say that this machine is offline",
          "set offline to false in "
              + home.userSettings()
              + ", or muster distribution import FILE");
    }
    Files.createDirectories(repository);
    removeLeftovers();
    FetchMonitor monitor = new FetchMonitor(options.listener());
    return new Watched(what, options.deadline(), options.cancellation())
        .run(
            () -> tried(what, settings.repository(home), settings, options, monitor, question),
            monitor::stop);
  }

  private <T> T tried(
      String what,
      Path users,
      MavenSettings settings,
      FetchOptions options,
      FetchMonitor monitor,
      Question<T> question) {
    for (int tried = 1; ; tried++) {
      try (MavenFetch maven =
          new MavenFetch(what, repository, users, new MavenRemotes(settings), monitor)) {
        if (tried == 1) {
          options.listener().message(what + " from " + maven.places());
        }
        return question.ask(maven);
      } catch (MusterException e) {
        if (e.kind() != ErrorKind.UNAVAILABLE || tried == TRIES || monitor.stopped()) {
          throw e;
        }
        options.listener().message("trying again: " + e.getMessage());
      }
    }
  }

  /** A version that is not there is answered with those that are. */
  private static void requireVersion(MavenFetch maven, Family family, String version) {
    String first = family.coordinates(version).get(0);
    try {
      maven.require(first);
    } catch (MusterException e) {
      if (e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      }
      throw new MusterException(
          ErrorKind.NOT_FOUND,
          "there is no " + family.name() + " " + version + " (" + first + ") in " + maven.places(),
          "tried and known to work: "
              + String.join(", ", family.versions())
              + "; there: "
              + String.join(", ", near(version, maven.versions(first))),
          e);
    }
  }

  /** The versions that begin most like this one, newest first, unfinished ones last. */
  static List<String> near(String version, List<String> oldestFirst) {
    List<String> newest = new ArrayList<>(oldestFirst);
    Collections.reverse(newest);
    String minor = version.substring(0, Math.max(0, version.lastIndexOf('.') + 1));
    String major = version.substring(0, version.indexOf('.') + 1);
    newest.sort(
        Comparator.comparing(
            one ->
                one.contains("-") ? 3 : one.startsWith(minor) ? 0 : one.startsWith(major) ? 1 : 2));
    return newest.isEmpty()
        ? List.of("no version at all")
        : newest.stream().limit(SHOWN_VERSIONS).toList();
  }

  /** Files of downloads whose process was killed; whoever holds our lock is alone here. */
  private void removeLeftovers() throws IOException {
    for (Path file : files(repository)) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(".tmp") || name.endsWith(".part")) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Removes jars from our repository whose contents nothing has any more. */
  static void forget(Path repository, List<DistributionFile> files, ContentStore contents)
      throws IOException {
    Map<String, Long> removed =
        files.stream()
            .filter(file -> !Files.exists(contents.path(file.sha256())))
            .collect(
                Collectors.toMap(
                    file -> file.name().substring(file.name().lastIndexOf('/') + 1),
                    DistributionFile::size,
                    (a, b) -> a));
    for (Path file : files(repository)) {
      Long size = removed.get(String.valueOf(file.getFileName()));
      if (size != null && size == Files.size(file)) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
