package dev.muster.service.hadoop;

import dev.muster.hosts.HostFile;
import dev.muster.hosts.HostPrograms;
import dev.muster.service.hadoop.HadoopPlan.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of the service's folder on a host. Pure: the same plan gives the same files. */
final class HadoopFiles {

  /** Folders of the service that hold no program of their own. */
  static final List<String> FOLDERS =
      List.of(
          "conf",
          "dist",
          "logs/containers",
          "recovery",
          "tmp",
          "work",
          // The pages of HDFS are not among Hadoop's jars; without their folders it does not start.
          "web/webapps/hdfs/WEB-INF",
          "web/webapps/datanode/WEB-INF");

  private static final String LOG =
      """
      log4j.rootLogger=INFO,file
      log4j.logger.http.requests=WARN
      log4j.appender.file=org.apache.log4j.RollingFileAppender
      log4j.appender.file.File=${muster.log}
      log4j.appender.file.MaxFileSize=10MB
      log4j.appender.file.MaxBackupIndex=3
      log4j.appender.file.layout=org.apache.log4j.PatternLayout
      log4j.appender.file.layout.ConversionPattern=%d{ISO8601} %-5p %c{1}: %m%n
      """;

  private static final String CLIENT_LOG =
      """
      log4j.rootLogger=${muster.level},console
      log4j.appender.console=org.apache.log4j.ConsoleAppender
      log4j.appender.console.target=System.err
      log4j.appender.console.layout=org.apache.log4j.PatternLayout
      log4j.appender.console.layout.ConversionPattern=%d{ISO8601} %-5p %c{1}: %m%n
      """;

  private final HadoopPlan plan;
  private final HadoopOptions options;
  private final String home;
  private final String cluster;
  private final Map<String, String> environment;

  /**
   * @param home folder below the service's folder that has {@code jars/}
   * @param cluster its id
   * @param environment of the service
   */
  HadoopFiles(
      HadoopPlan plan,
      HadoopOptions options,
      String home,
      String cluster,
      Map<String, String> environment) {
    this.plan = plan;
    this.options = options;
    this.home = home;
    this.cluster = cluster;
    this.environment = Map.copyOf(environment);
  }

  /** All files of a host; none else may read them. */
  List<HostFile> of(Host host) {
    List<HostFile> files = new ArrayList<>(HostPrograms.scripts());
    new HadoopSites(plan, options)
        .of(host)
        .forEach((name, text) -> files.add(new HostFile("conf/" + name, "600", text)));
    files.add(new HostFile("conf/daemon.properties", "600", LOG));
    files.add(new HostFile("conf/client.properties", "600", CLIENT_LOG));
    String variables = lines(variables(host));
    files.add(new HostFile("conf/env", "600", variables));
    for (String name : List.of("hadoop", "hdfs", "yarn", "mapred")) {
      files.add(new HostFile("bin/" + name, "700", HadoopScripts.text("hadoop.sh")));
    }
    Map<String, String> ports = new TreeMap<>();
    host.ports().forEach((name, port) -> ports.put(name, port.toString()));
    StringBuilder named = new StringBuilder();
    ports.forEach((name, port) -> named.append(name).append(' ').append(port).append('\n'));
    files.add(new HostFile("ports", "600", named.toString()));
    files.add(new HostFile("address", "600", host.measure().address() + "\n"));
    for (HadoopProgram program : host.programs()) {
      files.addAll(
          HostPrograms.files(
              cluster,
              host.node(),
              HadoopDeployer.NAME,
              program.label(),
              argv(host, program),
              variables));
    }
    return files;
  }

  private List<String> argv(Host host, HadoopProgram program) {
    String base = host.measure().base();
    return List.of(
        host.java().path(),
        "-XX:+IgnoreUnrecognizedVMOptions",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-XX:-UsePerfData",
        "-Djava.io.tmpdir=" + base + "/tmp",
        "-Xmx" + host.heapMib() + "m",
        "-Dmuster.log=" + base + "/logs/" + program.label() + ".log",
        "-Dlog4j.configuration=file:" + base + "/conf/daemon.properties",
        "-Dhadoop.log.dir=" + base + "/logs",
        "-Dyarn.log.dir=" + base + "/logs",
        "-cp",
        base + "/conf:" + base + "/web:" + home(host) + "/jars/*",
        program.main());
  }

  private String home(Host host) {
    return host.measure().base() + "/" + home;
  }

  private Map<String, String> variables(Host host) {
    String base = host.measure().base();
    Map<String, String> all = new TreeMap<>(environment);
    all.keySet().removeIf(name -> Site.ofVariable(name).isPresent());
    all.put("JAVA_HOME", host.java().path().replaceFirst("/bin/[^/]*$", ""));
    for (String name : List.of("HADOOP", "HADOOP_COMMON", "HADOOP_HDFS", "HADOOP_YARN")) {
      all.put(name + "_HOME", home(host));
    }
    all.put("HADOOP_MAPRED_HOME", home(host));
    all.put("HADOOP_CONF_DIR", base + "/conf");
    return all;
  }

  private static String lines(Map<String, String> variables) {
    StringBuilder lines = new StringBuilder();
    variables.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    return lines.toString();
  }
}
