package dev.muster.packages.distribution;

import dev.muster.spi.Cancellation;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.FetchListener;
import dev.muster.spi.distribution.FetchOptions;
import dev.muster.testkit.maven.ScriptedMaven;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A user with a Maven of their own, a small Spark in a scripted repository, and a cache. */
final class MavenWorld implements AutoCloseable {

  static final String CORE = "org.apache.spark:spark-core_2.13:4.1.1";
  static final String SQL = "org.apache.spark:spark-sql_2.13:4.1.1";
  static final String LIB = "org.example:lib:1.0";
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final ScriptedMaven maven = new ScriptedMaven();
  final List<String> messages = new CopyOnWriteArrayList<>();
  final List<FetchListener.Progress> progress = new CopyOnWriteArrayList<>();
  final Path home;
  final Path cache;

  MavenWorld(Path folder) {
    home = folder.resolve("user");
    cache = folder.resolve("cache");
    maven
        .publish(LIB, 3_000)
        .publish("org.example:notes:1.0", 10)
        .publish("org.example:newer:2.0", 2_000)
        .publish(CORE, 5_000, LIB, "org.example:notes:1.0:test")
        .publish(SQL, 4_000, CORE, "org.example:newer:2.0:runtime");
    mirror(maven.url());
  }

  Map<String, String> environment() {
    return Map.of("HOME", home.toString(), "PATH", "");
  }

  CachedDistributions distributions() {
    return new CachedDistributions(cache, environment());
  }

  Distribution resolve() throws InterruptedException {
    return resolve("spark");
  }

  Distribution resolve(String spec) throws InterruptedException {
    return distributions().resolve(DistributionSpec.parse(spec), online(Cancellation.NONE));
  }

  FetchOptions online(Cancellation cancellation) {
    return online(cancellation, PATIENCE);
  }

  FetchOptions online(Cancellation cancellation, Duration deadline) {
    return new FetchOptions(
        false,
        false,
        deadline,
        cancellation,
        new FetchListener() {
          @Override
          public void message(String line) {
            messages.add(line);
          }

          @Override
          public void progress(Progress now) {
            progress.add(now);
          }
        });
  }

  /** Settings as a company writes them: everything through one mirror. */
  void mirror(String url) {
    settings(
        "<mirrors><mirror><id>company</id><mirrorOf>*</mirrorOf><url>"
            + url
            + "</url></mirror></mirrors>");
  }

  void settings(String inner) {
    write(home.resolve(".m2/settings.xml"), "<settings>" + inner + "</settings>");
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All files of a folder, relative; empty when it is not there. */
  static List<String> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What would count as a distribution or one of its files. */
  List<String> kept() {
    return Stream.concat(
            files(cache.resolve("distributions")).stream().filter(file -> !file.equals("lock")),
            files(cache.resolve("files")).stream())
        .toList();
  }

  @Override
  public void close() {
    maven.close();
  }
}
