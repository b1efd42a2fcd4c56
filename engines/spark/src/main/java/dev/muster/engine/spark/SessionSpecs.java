package dev.muster.engine.spark;

import dev.muster.engine.spark.session.SessionSpec;
import dev.muster.engine.spark.session.SubmitOptions;
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
   * @param archive of Spark's classes, made with the same Java and the same jars; null for none
   * @throws dev.muster.spi.MusterException NOT_FOUND when there is no Spark
   */
  public static SessionSpec of(
      @Nullable String home,
      List<String> submit,
      Map<String, String> environment,
      Path folder,
      @Nullable Path archive) {
    SparkInstallation installation = SparkHome.find(home, environment);
    SubmitOptions options = SubmitOptions.of(submit, installation.defaults());
    List<String> java = new ArrayList<>(SparkInstallation.MODULE_OPTIONS);
    java.add("-Xmx" + options.memory());
    if (archive != null) {
      java.addAll(List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive));
    }
    java.addAll(options.javaOptions());
    List<String> classpath = new ArrayList<>(options.classpath());
    classpath.addAll(Yarn.configuration(environment));
    classpath.add(installation.jars() + "/*");
    List<String> all = new ArrayList<>();
    installation
        .defaults()
        .forEach((key, value) -> all.addAll(List.of("--conf", key + "=" + value)));
    all.addAll(submit);
    Map<String, String> variables = new TreeMap<>(environment);
    if (options.settings().getOrDefault("spark.master", "local[*]").startsWith("local")) {
      variables.putIfAbsent("SPARK_LOCAL_IP", "127.0.0.1"); // this machine's name need not resolve
    }
    return new SessionSpec(installation.java(), java, classpath, all, variables, folder);
  }
}
