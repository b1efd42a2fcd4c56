package dev.muster.service.spark;

import dev.muster.hosts.HostFile;
import dev.muster.hosts.HostPrograms;
import dev.muster.service.spark.SparkPlan.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of the service's folder on a host. Pure: the same plan gives the same files. */
final class SparkFiles {

  /**
   * What Spark's own JavaModuleOptions says for 4.1 and 3.5, less the incubator module that not
   * every Java has and that only makes some arithmetic faster.
   */
  static final List<String> MODULE_OPTIONS = moduleOptions();

  /**
   * Else Java leaves a folder in /tmp, and a library that Spark unpacks there stays when a program
   * is killed: both would be there when the service is taken off.
   */
  static List<String> noTraces(String base) {
    return List.of(NO_PERF_DATA, "-Djava.io.tmpdir=" + base + "/tmp");
  }

  private static final String NO_PERF_DATA = "-XX:-UsePerfData";

  private static final String LOG =
      """
      status = error
      appender.file.type = RollingFile
      appender.file.name = file
      appender.file.fileName = ${sys:muster.log}
      appender.file.filePattern = ${sys:muster.log}.%i
      appender.file.layout.type = PatternLayout
      appender.file.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p %c{1}: %m%n%ex
      appender.file.policies.type = Policies
      appender.file.policies.size.type = SizeBasedTriggeringPolicy
      appender.file.policies.size.size = 10MB
      appender.file.strategy.type = DefaultRolloverStrategy
      appender.file.strategy.max = 3
      rootLogger.level = info
      rootLogger.appenderRef.file.ref = file
      """;

  private static final String JOB_LOG =
      """
      status = error
      appender.console.type = Console
      appender.console.name = console
      appender.console.target = SYSTEM_ERR
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p %c{1}: %m%n%ex
      rootLogger.level = info
      rootLogger.appenderRef.console.ref = console
      """;

  private final SparkPlan plan;
  private final SparkOptions options;
  private final String home;
  private final String id;
  private final Map<String, String> environment;

  /**
   * @param home folder below the service's folder, or absolute, that has {@code jars/}
   * @param id of the cluster
   * @param environment of the service
   */
  SparkFiles(
      SparkPlan plan,
      SparkOptions options,
      String home,
      String id,
      Map<String, String> environment) {
    this.plan = plan;
    this.options = options;
    this.home = home;
    this.id = id;
    this.environment = Map.copyOf(environment);
  }

  /** All files of a host; none else may read them. */
  List<HostFile> of(Host host, String secret) {
    List<HostFile> files = new ArrayList<>(HostPrograms.scripts());
    files.add(new HostFile("conf/spark-defaults.conf", "600", defaults(host, secret)));
    files.add(new HostFile("conf/log4j2.properties", "600", JOB_LOG));
    files.add(new HostFile("conf/daemon-log4j2.properties", "600", LOG));
    files.add(new HostFile(SparkScripts.PYTHON, "700", SparkScripts.text(SparkScripts.PYTHON)));
    files.add(new HostFile("python", "600", plan.version() + " " + leastPython() + "\n"));
    StringBuilder ports = new StringBuilder();
    new TreeMap<>(host.ports())
        .forEach((name, port) -> ports.append(name).append(' ').append(port).append('\n'));
    files.add(new HostFile("ports", "600", ports.toString()));
    files.add(new HostFile("address", "600", host.measure().address() + "\n"));
    if (host.master()) {
      files.addAll(program(host, "master", master(host)));
      files.add(new HostFile(SparkScripts.SUBMIT, "700", SparkScripts.text(SparkScripts.SUBMIT)));
      files.add(new HostFile("submit/argv", "600", String.join("\n", submit(host)) + "\n"));
      files.addAll(new SparkYarn(plan, options, this).of(host, environment(host)));
    }
    if (host.worker()) {
      files.addAll(program(host, "worker", worker(host)));
    }
    return files;
  }

  /** The least minor version of Python 3, as the documentation of Spark 3.5, 4.0 and 4.1 says. */
  private int leastPython() {
    String version = plan.version();
    return version.startsWith("3.") ? 8 : version.startsWith("4.0") ? 9 : 10;
  }

  private List<HostFile> program(Host host, String name, List<String> argv) {
    return HostPrograms.files(id, host.node(), "spark", name, argv, environment(host));
  }

  private List<String> master(Host host) {
    List<String> argv = java(host, "master", SparkPlan.MASTER_MEMORY);
    argv.add("org.apache.spark.deploy.master.Master");
    argv.addAll(
        List.of(
            "--host", host.measure().address(),
            "--port", Integer.toString(host.port("master")),
            "--webui-port", Integer.toString(host.port("ui")),
            "--properties-file", host.measure().base() + "/conf/spark-defaults.conf"));
    return argv;
  }

  /** Of drivers; the memory and the user's arguments come from who submits. */
  private List<String> submit(Host host) {
    String base = host.measure().base();
    List<String> argv = new ArrayList<>(List.of(host.java().path()));
    argv.addAll(MODULE_OPTIONS);
    argv.addAll(noTraces(base));
    argv.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlog4j2.configurationFile=" + base + "/conf/log4j2.properties",
            "-cp",
            base + "/conf:" + home(host) + "/jars/*",
            "org.apache.spark.deploy.SparkSubmit",
            "--properties-file",
            base + "/conf/spark-defaults.conf"));
    return argv;
  }

  private List<String> worker(Host host) {
    List<String> argv = java(host, "worker", SparkPlan.MASTER_MEMORY);
    argv.add("org.apache.spark.deploy.worker.Worker");
    argv.addAll(
        List.of(
            "--host",
            host.measure().address(),
            "--port",
            Integer.toString(host.port("worker")),
            "--webui-port",
            Integer.toString(host.port("worker_ui")),
            "--cores",
            Integer.toString(host.cores()),
            "--memory",
            host.memoryMib() + "M",
            "--work-dir",
            host.measure().base() + "/work",
            "--properties-file",
            host.measure().base() + "/conf/spark-defaults.conf",
            plan.url()));
    return argv;
  }

  private List<String> java(Host host, String name, long memoryMib) {
    String base = host.measure().base();
    List<String> argv = new ArrayList<>(List.of(host.java().path()));
    argv.addAll(MODULE_OPTIONS);
    argv.addAll(noTraces(base));
    argv.add("-Xmx" + memoryMib + "m");
    argv.add("-Dmuster.log=" + base + "/logs/" + name + ".log");
    argv.add("-Dlog4j2.configurationFile=" + base + "/conf/daemon-log4j2.properties");
    argv.addAll(List.of("-cp", base + "/conf:" + home(host) + "/jars/*"));
    return argv;
  }

  /** Where Spark is on a host. */
  String home(Host host) {
    return home.startsWith("/") ? home : host.measure().base() + "/" + home;
  }

  private String environment(Host host) {
    String base = host.measure().base();
    String java = host.java().path();
    Map<String, String> all = new TreeMap<>(environment);
    all.put("JAVA_HOME", java.replaceFirst("/bin/[^/]*$", ""));
    all.put("SPARK_HOME", home(host));
    all.put("SPARK_SCALA_VERSION", plan.scala());
    all.put("SPARK_CONF_DIR", base + "/conf");
    all.put("SPARK_LOCAL_IP", host.measure().address());
    all.put("SPARK_PUBLIC_DNS", host.measure().address());
    all.put("SPARK_LOCAL_DIRS", base + "/tmp");
    all.put("SPARK_WORKER_DIR", base + "/work");
    StringBuilder lines = new StringBuilder();
    all.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    return lines.toString();
  }

  /** Of daemons, and on the head of drivers, too. The user's settings go before ours. */
  private String defaults(Host host, String secret) {
    String base = host.measure().base();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("spark.executor.memory", plan.executorMemory() + "m");
    // Executors get them from the driver: a folder is named only when it is the same everywhere.
    boolean same = plan.hosts().stream().map(one -> one.measure().base()).distinct().count() == 1;
    all.put(
        "spark.executor.defaultJavaOptions",
        same ? String.join(" ", noTraces(base)) : NO_PERF_DATA);
    all.put("spark.driver.defaultJavaOptions", String.join(" ", noTraces(base)));
    all.put("spark.eventLog.enabled", "true");
    all.put("spark.eventLog.dir", "file:" + base + "/events");
    all.put("spark.worker.cleanup.enabled", "true");
    // A worker that is to leave lets its tasks end: drain.sh.
    all.put("spark.decommission.enabled", "true");
    all.put("spark.driver.host", host.measure().address());
    all.put("spark.driver.bindAddress", host.measure().address());
    all.put("spark.network.crypto.enabled", "true");
    all.put("spark.io.encryption.enabled", "true");
    all.putAll(options.conf());
    all.put("spark.master", plan.url());
    all.put("spark.authenticate", "true");
    all.put("spark.authenticate.secret", secret);
    all.put("spark.master.rest.enabled", "false");
    all.put("spark.deploy.recoveryMode", "FILESYSTEM");
    all.put("spark.deploy.recoveryDirectory", base + "/recovery");
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(all)
        .forEach((key, value) -> lines.append(key).append('=').append(escaped(value)).append('\n'));
    return lines.toString();
  }

  /** A value as {@code java.util.Properties} reads it, which is how Spark does. */
  static String escaped(String value) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' || (c == ' ' && i == 0)) {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  private static List<String> moduleOptions() {
    List<String> options = new ArrayList<>(List.of("-XX:+IgnoreUnrecognizedVMOptions"));
    for (String opened :
        List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.cs",
            "java.base/sun.security.action",
            "java.base/sun.util.calendar",
            "java.security.jgss/sun.security.krb5")) {
      options.add("--add-opens=" + opened + "=ALL-UNNAMED");
    }
    options.addAll(
        List.of(
            "-Djdk.reflect.useDirectMethodHandle=false",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-Dio.netty.allocator.type=pooled",
            "-Dio.netty.handler.ssl.defaultEndpointVerificationAlgorithm=NONE",
            "--enable-native-access=ALL-UNNAMED"));
    return List.copyOf(options);
  }
}
