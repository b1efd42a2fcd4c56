package dev.muster.service.spark;

import dev.muster.hosts.HostFile;
import dev.muster.service.spark.SparkPlan.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the head needs to hand applications to the YARN of the same cluster, when it has one:
 * nothing of it names the standalone master or its secret. Pure.
 */
final class SparkYarn {

  private static final String NO_PERF_DATA = "-XX:-UsePerfData";

  private final SparkPlan plan;
  private final SparkOptions options;
  private final SparkFiles files;

  SparkYarn(SparkPlan plan, SparkOptions options, SparkFiles files) {
    this.plan = plan;
    this.options = options;
    this.files = files;
  }

  /** The files of the head. */
  List<HostFile> of(Host head, String environment) {
    return List.of(
        new HostFile("submit-yarn.sh", "700", SparkScripts.text("submit-yarn.sh")),
        new HostFile("end-yarn.sh", "700", SparkScripts.text("end-yarn.sh")),
        new HostFile("yarn/argv", "600", String.join("\n", argv(head)) + "\n"),
        new HostFile("yarn/env", "600", environment),
        new HostFile("yarn/spark.conf", "600", conf(head)));
  }

  /** Our program around drivers in containers, which tells their exit codes. */
  static HostFile exitJar() {
    try (InputStream in = SparkYarn.class.getResourceAsStream("exit.jar")) {
      if (in == null) {
        throw new IllegalStateException("the jar of this service lacks exit.jar");
      }
      return HostFile.binary("yarn/exit.jar", "600", in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> argv(Host head) {
    String base = head.measure().base();
    List<String> argv = new ArrayList<>(List.of(head.java().path()));
    argv.addAll(SparkFiles.MODULE_OPTIONS);
    argv.addAll(SparkFiles.noTraces(base));
    argv.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlog4j2.configurationFile=" + base + "/conf/log4j2.properties",
            "-cp",
            base.replaceFirst("/[^/]*$", "/hadoop/conf") + ":" + files.home(head) + "/jars/*",
            "org.apache.spark.deploy.SparkSubmit",
            "--properties-file",
            base + "/yarn/spark.conf"));
    return argv;
  }

  /** The user's settings go before ours. */
  private String conf(Host head) {
    Map<String, String> all = new TreeMap<>();
    String jars = files.home(head) + "/jars/*";
    boolean same = plan.hosts().stream().map(files::home).distinct().count() == 1;
    // Where all hosts have Spark in the same place it need not travel for each application.
    all.put("spark.yarn.jars", (same ? "local:" : "file:") + jars);
    // An application that failed is not begun a second time unless that is asked for.
    all.put("spark.yarn.maxAppAttempts", "1");
    all.put("spark.yarn.submit.waitAppCompletion", "true");
    all.put("spark.yarn.report.interval", "1s");
    all.put("spark.eventLog.enabled", "true");
    // Of drivers on the head; what is submitted to run elsewhere says its own.
    all.put("spark.eventLog.dir", "file:" + head.measure().base() + "/events");
    all.put("spark.executor.defaultJavaOptions", NO_PERF_DATA);
    all.put("spark.driver.defaultJavaOptions", NO_PERF_DATA);
    all.put("spark.yarn.am.extraJavaOptions", NO_PERF_DATA);
    all.put("spark.network.crypto.enabled", "true");
    all.put("spark.io.encryption.enabled", "true");
    all.putAll(options.conf());
    all.put("spark.master", "yarn");
    // YARN makes a secret for each application.
    all.put("spark.authenticate", "true");
    StringBuilder lines = new StringBuilder();
    all.forEach(
        (key, value) ->
            lines.append(key).append('=').append(SparkFiles.escaped(value)).append('\n'));
    return lines.toString();
  }
}
