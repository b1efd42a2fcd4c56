package dev.muster.engine.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Spark on a machine.
 *
 * @param java the program
 * @param jars the folder of its jars
 * @param defaults what its {@code conf/spark-defaults.conf} says
 * @param yarn the YARN beside it that Muster has made; null for none, or when it is not asked for
 */
record SparkInstallation(
    String java, String jars, Map<String, String> defaults, @Nullable YarnCluster yarn) {

  /**
   * What Spark asks of Java 17 and later: the list of {@code
   * org.apache.spark.launcher.JavaModuleOptions} of 3.5 and 4.1. Java 11 takes it too.
   */
  private static final List<String> MODULE_OPTIONS =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.cs=ALL-UNNAMED",
          "--add-opens=java.base/sun.security.action=ALL-UNNAMED",
          "--add-opens=java.base/sun.util.calendar=ALL-UNNAMED",
          "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
          "-Djdk.reflect.useDirectMethodHandle=false",
          "-Dio.netty.tryReflectionSetAccessible=true");

  /**
   * The compiler that optimizes comes ten times later than HotSpot has it. Most drivers end before
   * its work pays, and it takes a processor from them: of a pipeline of 12 brief steps on two
   * processors 8.1 s became 6.9. A computation of 2 s took 4 % longer.
   */
  private static final List<String> COMPILER_OPTIONS =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000",
          "-XX:TypeProfileLevel=0"); // types for method handles alone

  SparkInstallation {
    defaults = Map.copyOf(defaults);
  }

  /** One without a YARN that Muster has made. */
  SparkInstallation(String java, String jars, Map<String, String> defaults) {
    this(java, jars, defaults, null);
  }

  /**
   * The command of the driver.
   *
   * @param folder of the run, absolute
   * @param secrets the folder of {@code spark.conf} and {@code secret.json}
   * @param conf says its memory and class path
   */
  List<String> command(String folder, String secrets, ApplicationConf conf) {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(javaOptions());
    command.addAll(
        List.of(
            "-Xmx" + conf.memory(),
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData", // it would leave a folder in /tmp
            "-Djava.io.tmpdir=" + folder + "/tmp", // so would Spark's libraries, when it is killed
            "-cp",
            classpath(conf),
            "org.apache.spark.deploy.SparkSubmit",
            "--properties-file",
            secrets + "/spark.conf",
            "--class",
            "dev.muster.spark.Driver",
            folder + "/runner.jar",
            folder,
            secrets));
    return command;
  }

  /** Options of Java for every driver, before any of the user's, which win. */
  static List<String> javaOptions() {
    List<String> options = new ArrayList<>(MODULE_OPTIONS);
    options.addAll(COMPILER_OPTIONS);
    return options;
  }

  /**
   * What {@code bin/spark-submit} exports, unless the user has: its own folder, and that Python
   * gives a text the same hash in every process.
   */
  Map<String, String> variables() {
    Path folder = Path.of(jars);
    Path home = folder.endsWith("jars") ? folder.getParent() : null;
    return home == null
        ? Map.of("PYTHONHASHSEED", "0")
        : Map.of("PYTHONHASHSEED", "0", "SPARK_HOME", home.toString());
  }

  private String classpath(ApplicationConf conf) {
    List<String> entries = new ArrayList<>(conf.classpath());
    entries.add(jars + "/*");
    return String.join(":", entries);
  }
}
