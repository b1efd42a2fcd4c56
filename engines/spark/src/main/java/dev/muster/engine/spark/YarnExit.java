package dev.muster.engine.spark;

import dev.muster.spi.pipeline.StepAttempt;
import dev.muster.spi.pipeline.StepSite;
import dev.muster.spi.pipeline.SubmitOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What makes the exit code of an attempt exact whose driver runs in a container of YARN:
 * spark-submit says 1 for every failure. Our program ({@code spark-exit}) stands around both: in
 * the container it writes the status down, on this machine it reads it and exits with it.
 */
final class YarnExit {

  /** The main class in the container; the user's is its first argument. */
  static final String DRIVER = "dev.muster.exit.Driver";

  private static final String SUBMIT = "dev.muster.exit.Submit";
  private static final String JAR = "exit.jar";
  private static final String ATTEMPTS = "spark.yarn.maxAppAttempts";
  private static final String TAGS = "spark.yarn.tags";

  private final Path jar;
  private final String job;
  private final String token;

  YarnExit(StepSite site, StepAttempt attempt) {
    jar = site.results().resolve(JAR);
    job = site.run() + "/" + attempt.step().id() + "/" + attempt.number();
    token = UUID.nameUUIDFromBytes(job.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Its jar, in the results of the run. */
  Path jar() {
    return jar;
  }

  /** Puts it there. */
  void writeJar() throws IOException {
    Path part = Files.createTempFile(jar.getParent(), JAR, ".part");
    try (InputStream in = YarnExit.class.getResourceAsStream(JAR)) {
      if (in == null) {
        throw new IOException(JAR + " is missing from Muster's engines/spark");
      }
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The program that is run instead of spark-submit, with its own arguments. */
  List<String> program() {
    return List.of(SUBMIT, tag(), file());
  }

  /** YARN keeps tags in small letters, of at most 100 characters. */
  private String tag() {
    return "muster-step-" + token;
  }

  /** Below the home of the user in the cluster's file system. */
  private String file() {
    return ".muster/steps/" + token + "/exit";
  }

  /**
   * Options of spark-submit behind the user's, whose values they keep.
   *
   * @param wrapped whether the application is a class, which our program calls; of a Python file
   *     YARN says the status by itself
   */
  List<String> options(SubmitOptions given, Map<String, String> defaults, boolean wrapped) {
    List<String> words = new ArrayList<>();
    String tags = given.conf().getOrDefault(TAGS, defaults.getOrDefault(TAGS, ""));
    add(words, TAGS, tags.isEmpty() ? tag() : tags + "," + tag());
    if (!given.conf().containsKey(ATTEMPTS) && !defaults.containsKey(ATTEMPTS)) {
      add(words, ATTEMPTS, "1"); // an application that failed is not begun a second time unasked
    }
    if (wrapped) {
      add(words, "spark.yarn.appMasterEnv.MUSTER_EXIT_FILE", file());
      add(words, "spark.yarn.appMasterEnv.MUSTER_JOB", job);
      String jars =
          given.find("--jars", "spark.jars").orElse(defaults.getOrDefault("spark.jars", ""));
      words.addAll(List.of("--jars", jars.isEmpty() ? jar.toString() : jar + "," + jars));
    }
    return words;
  }

  private static void add(List<String> words, String key, String value) {
    words.addAll(List.of("--conf", key + "=" + value));
  }
}
