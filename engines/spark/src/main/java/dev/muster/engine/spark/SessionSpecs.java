package dev.muster.engine.spark;

import dev.muster.engine.spark.session.SessionSpec;
import dev.muster.spi.pipeline.SubmitOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a warm driver is started on this machine. */
public final class SessionSpecs {

  /**
   * Up to 4 GiB, where a whole collection is brief: the parallel collector costs less than G1,
   * whose barriers are in all code (3 % of a pipeline of 12 brief steps).
   */
  private static final Pattern SMALL_HEAP =
      Pattern.compile("[1-4][gG]|[0-9]{1,3}[mM]|[1-3][0-9]{3}[mM]");

  private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use\\w*GC\\b");

  private SessionSpecs() {}

  /**
   * The spec for steps with these options.
   *
   * @param home of Spark, or a folder of its jars; null to take SPARK_HOME
   * @param submit options of spark-submit, without class and application
   * @param environment of the driver, without secrets
   * @param folder in which it runs
   * @throws dev.muster.spi.MusterException NOT_FOUND when there is no Spark
   */
  public static SessionSpec of(
      @Nullable String home, List<String> submit, Map<String, String> environment, Path folder) {
    SparkInstallation installation = SparkHome.find(home, environment);
    return of(installation, submit, environment, folder, List.of(), installation.jars() + "/*");
  }

  /**
   * The same for a Spark that was found.
   *
   * @param archive options of Java for a class-data archive; empty for none
   * @param jars Spark's, as a class path
   */
  static SessionSpec of(
      SparkInstallation installation,
      List<String> submit,
      Map<String, String> environment,
      Path folder,
      List<String> archive,
      String jars) {
    Settings settings = new Settings(SubmitOptions.parse(submit), installation.defaults());
    List<String> java = new ArrayList<>(SparkInstallation.javaOptions());
    java.addAll(archive);
    String heap = memory(settings.get("--driver-memory", "spark.driver.memory", "1g"));
    java.add("-Xmx" + heap);
    String libraries = settings.get("--driver-library-path", "spark.driver.extraLibraryPath", "");
    if (!libraries.isEmpty()) {
      java.add("-Djava.library.path=" + libraries);
    }
    List<String> given =
        JavaWords.of(settings.get("--driver-java-options", "spark.driver.extraJavaOptions", ""));
    if (SMALL_HEAP.matcher(heap).matches() && !namesCollector(given, environment)) {
      java.add("-XX:+UseParallelGC");
    }
    java.addAll(given);
    List<String> classpath = new ArrayList<>();
    String first = settings.get("--driver-class-path", "spark.driver.extraClassPath", "");
    if (!first.isEmpty()) {
      classpath.add(first);
    }
    classpath.add(jars);
    classpath.addAll(Yarn.configuration(environment));
    String master = settings.get("--master", "spark.master", "");
    List<String> all = new ArrayList<>();
    if (master.matches("local(\\[.*)?")) { // executors elsewhere would not have the class
      all.addAll(List.of("--conf", "spark.hadoop.fs.file.impl=dev.muster.session.LocalFiles"));
    }
    new TreeMap<>(installation.defaults())
        .forEach((key, value) -> all.addAll(List.of("--conf", key + "=" + value)));
    all.addAll(submit);
    Map<String, String> variables = new TreeMap<>(environment);
    if (master.isEmpty() || master.startsWith("local")) {
      variables.putIfAbsent("SPARK_LOCAL_IP", "127.0.0.1"); // this machine's name need not resolve
    }
    return new SessionSpec(installation.java(), java, classpath, all, variables, folder);
  }

  /** Java refuses to have two. */
  private static boolean namesCollector(List<String> options, Map<String, String> environment) {
    return Stream.of(
            String.join(" ", options),
            environment.getOrDefault("JAVA_TOOL_OPTIONS", ""),
            environment.getOrDefault("JDK_JAVA_OPTIONS", ""),
            environment.getOrDefault("_JAVA_OPTIONS", ""))
        .anyMatch(words -> COLLECTOR.matcher(words).find());
  }

  private record Settings(SubmitOptions options, Map<String, String> defaults) {
    String get(String option, String key, String otherwise) {
      return options.find(option, key).orElse(defaults.getOrDefault(key, otherwise));
    }
  }

  /** Spark writes 512 for MiB, and 2gb; Java does not. */
  static String memory(String given) {
    String text = given.strip();
    if (text.matches("[0-9]+")) {
      return text + "m";
    }
    return text.matches("[0-9]+[kmgtKMGT][bB]") ? text.substring(0, text.length() - 1) : text;
  }
}
