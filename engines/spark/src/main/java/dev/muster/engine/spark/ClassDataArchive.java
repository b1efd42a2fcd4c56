package dev.muster.engine.spark;

import dev.muster.model.Digest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A class-data archive (JEP 350) of a Spark under a Java: a driver that has it starts about a third
 * sooner. It is made once, in the background, by a process of its own that Muster does not wait
 * for; its last act is to rename what it made, so that an archive is there whole or not at all.
 */
final class ClassDataArchive {

  /** {@code off}: none is made and none is used. */
  static final String SWITCH = "MUSTER_SPARK_ARCHIVE";

  private static final Logger log = LoggerFactory.getLogger(ClassDataArchive.class);

  /** It took 8 to 20 s where it was tried; one that hangs does not stay for ever. */
  private static final int LONGEST_SECONDS = 300;

  /** What the process does whose classes are kept. */
  private static final String TRAINING = "dev.muster.spark.Training";

  /** Archives that no driver had for so long go when another is made; each has 65 to 170 MB. */
  private static final Duration UNUSED = Duration.ofDays(30);

  private static final String MAKE =
      """
      work=$1 archive=$2 limit=$3
      shift 3
      cd "$work" || exit 1
      (sleep "$limit"; rm -rf "$work"; kill -KILL 0) >/dev/null 2>&1 &
      if nice -n 19 "$@" >train.log 2>&1 && [ -s new.jsa ]; then
        mv new.jsa "$archive"
      else
        mv train.log "$archive.failed"
      fi
      rm -rf "$work"
      kill -KILL 0
      """;

  private final Path folder;
  private final SparkInstallation installation;
  private final List<Path> jars;
  private final Path archive;

  private ClassDataArchive(
      Path folder, SparkInstallation installation, List<Path> jars, Path archive) {
    this.folder = folder;
    this.installation = installation;
    this.jars = jars;
    this.archive = archive;
  }

  /**
   * The one that belongs to an installation, made or not.
   *
   * @param home the folder {@code MUSTER_HOME}
   */
  static ClassDataArchive of(Path home, SparkInstallation installation) throws IOException {
    return of(home, installation, training());
  }

  /**
   * The same.
   *
   * @param training what was done when it was made
   */
  static ClassDataArchive of(Path home, SparkInstallation installation, String training)
      throws IOException {
    Path folder = home.resolve("cache").resolve("spark-archives");
    List<Path> jars = new ArrayList<>();
    StringBuilder facts = new StringBuilder();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Path.of(installation.jars()), "*.jar")) {
      all.forEach(jars::add);
    }
    jars.sort(null);
    for (Path jar : jars) {
      facts.append(jar).append(' ').append(Files.size(jar)).append(' ');
      facts.append(Files.getLastModifiedTime(jar).toMillis()).append('\n');
    }
    Digest digest = Digest.of(training, java(installation), facts.toString());
    return new ClassDataArchive(folder, installation, jars, folder.resolve(digest + ".jsa"));
  }

  /** Its code: an archive of another training is made anew. */
  private static String training() throws IOException {
    String entry = TRAINING.replace('.', '/') + ".class";
    try (JarInputStream jar = new JarInputStream(runner())) {
      for (JarEntry at = jar.getNextJarEntry(); at != null; at = jar.getNextJarEntry()) {
        if (at.getName().equals(entry)) {
          return new String(jar.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
      }
    }
    throw new IllegalStateException("runner.jar of this engine lacks " + entry);
  }

  private static InputStream runner() {
    InputStream jar = ClassDataArchive.class.getResourceAsStream("runner.jar");
    if (jar == null) {
      throw new IllegalStateException("the jar of this engine lacks runner.jar");
    }
    return jar;
  }

  /** Which Java it is: an archive of another one is of no use. */
  private static String java(SparkInstallation installation) throws IOException {
    Path program = Path.of(installation.java());
    if (!Files.exists(program)) {
      return installation.java();
    }
    Path real = program.toRealPath();
    Path release = real.resolveSibling("..").resolve("release").normalize();
    return real + "\n" + (Files.isRegularFile(release) ? Files.readString(release) : "");
  }

  /** The class path that it holds for: each jar by its name. It may be longer, behind these. */
  String classPath() {
    return jars.stream().map(Path::toString).collect(Collectors.joining(":"));
  }

  /** Where it is, once it was made. */
  Path file() {
    return archive;
  }

  /** Whether it was made. */
  boolean exists() {
    return Files.isRegularFile(archive);
  }

  /** Options for Java; none while there is no archive. One that does not fit is passed over. */
  List<String> options() {
    return exists()
        ? List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:disable")
        : List.of();
  }

  /**
   * Begins to make it, unless it is there, is being made, or could not be made before. One that is
   * there is marked as used.
   *
   * @param now the time
   * @param environment of Muster
   */
  void prepare(Instant now, Map<String, String> environment) {
    if ("off".equals(environment.get(SWITCH))) {
      return;
    }
    if (exists()) {
      markUsed(now);
      return;
    }
    Path work = folder.resolve(archive.getFileName() + ".work");
    try {
      Files.createDirectories(folder);
      removeUnused(folder, now);
      if (Files.exists(folder.resolve(archive.getFileName() + ".failed")) || isAtWork(work, now)) {
        return;
      }
      Files.createDirectory(work);
      Path runner = work.resolve("runner.jar");
      try (InputStream jar = runner()) {
        Files.copy(jar, runner);
      }
      ProcessBuilder builder =
          new ProcessBuilder(command(work, runner))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
      builder.environment().clear();
      builder.environment().put("PATH", environment.getOrDefault("PATH", "/usr/bin:/bin"));
      builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
      builder.start();
    } catch (FileAlreadyExistsException e) {
      log.debug("another Muster makes {}", archive);
    } catch (IOException e) {
      log.warn("no class-data archive can be made in {}: {}", folder, e.getMessage());
    }
  }

  private void markUsed(Instant now) {
    try {
      Files.setLastModifiedTime(archive, FileTime.from(now));
    } catch (IOException e) {
      log.debug("another user's cache: {}", e.getMessage()); // who may write it takes care of it
    }
  }

  /** Forgets failures of that age, too: they may be tried again. */
  static void removeUnused(Path folder, Instant now) throws IOException {
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, "*.{jsa,failed}")) {
      for (Path each : archives) {
        if (Files.getLastModifiedTime(each).toInstant().plus(UNUSED).isBefore(now)) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  /** What one that was killed has left is removed. */
  private static boolean isAtWork(Path work, Instant now) throws IOException {
    if (!Files.isDirectory(work)) {
      return false;
    }
    Instant begun = Files.getLastModifiedTime(work).toInstant();
    if (begun.plusSeconds(LONGEST_SECONDS).isAfter(now)) {
      return true;
    }
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
    return false;
  }

  private List<String> command(Path work, Path runner) {
    List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", MAKE, "sh"));
    command.addAll(List.of(work.toString(), archive.toString(), Integer.toString(LONGEST_SECONDS)));
    command.add(installation.java());
    command.addAll(SparkInstallation.javaOptions());
    command.addAll(
        List.of(
            "-XX:ArchiveClassesAtExit=" + work.resolve("new.jsa"),
            "-Xlog:disable",
            "-XX:-UsePerfData",
            "-Djava.io.tmpdir=" + work,
            "-Xmx512m",
            "-cp",
            classPath(),
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            "local[1]",
            "--conf",
            "spark.ui.port=0",
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.dir=file:" + work,
            "--conf",
            "spark.local.dir=" + work,
            "--class",
            TRAINING,
            runner.toString()));
    return command;
  }
}
