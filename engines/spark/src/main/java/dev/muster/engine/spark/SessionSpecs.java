package dev.muster.engine.spark;

import dev.muster.engine.spark.session.SessionSpec;
import dev.muster.spi.pipeline.SubmitOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a warm driver is started on this machine. */
public final class SessionSpecs {

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
    List<String> java = new ArrayList<>(SparkInstallation.moduleOptions());
    java.addAll(archive);
    java.add("-Xmx" + memory(settings.get("--driver-memory", "spark.driver.memory", "1g")));
    String libraries = settings.get("--driver-library-path", "spark.driver.extraLibraryPath", "");
    if (!libraries.isEmpty()) {
      java.add("-Djava.library.path=" + libraries);
    }
    java.addAll(
        JavaWords.of(settings.get("--driver-java-options", "spark.driver.extraJavaOptions", "")));
    List<String> classpath = new ArrayList<>();
    String first = settings.get("--driver-class-path", "spark.driver.extraClassPath", "");
    if (!first.isEmpty()) {
      classpath.add(first);
    }
    classpath.add(jars);
    classpath.addAll(Yarn.configuration(environment));
    List<String> all = new ArrayList<>();
    new TreeMap<>(installation.defaults())
        .forEach((key, value) -> all.addAll(List.of("--conf", key + "=" + value)));
    all.addAll(submit);
    Map<String, String> variables = new TreeMap<>(environment);
    if (settings.get("--master", "spark.master", "local[*]").startsWith("local")) {
      variables.putIfAbsent("SPARK_LOCAL_IP", "127.0.0.1"); // this machine's name need not resolve
    }
    return new SessionSpec(installation.java(), java, classpath, all, variables, folder);
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
