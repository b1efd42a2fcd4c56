package dev.muster.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.muster.packages.distribution.CachedDistributions;
import dev.muster.spi.Cancellation;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.DistributionSpec;
import dev.muster.spi.distribution.FetchListener;
import dev.muster.spi.distribution.FetchOptions;
import dev.muster.testkit.Eventually;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A NameNode and a DataNode of Hadoop as processes of this machine, at 127.0.0.1. */
final class LoopbackHdfs implements AutoCloseable {

  private final Path folder;
  private final Path jars;
  private final String http;
  private final List<Process> processes = new ArrayList<>();

  private LoopbackHdfs(Path folder, Path jars) throws IOException {
    this.folder = folder;
    this.jars = jars;
    http = "127.0.0.1:" + free();
  }

  /** Starts it; skips, aloud, where Hadoop's files are not to be had. */
  static LoopbackHdfs start(Path folder) throws Exception {
    CachedDistributions distributions =
        new CachedDistributions(folder.resolve("cache"), System.getenv());
    Path jars;
    try {
      Distribution hadoop =
          distributions.resolve(
              DistributionSpec.of("hadoop"),
              FetchOptions.online(Cancellation.NONE, FetchListener.NONE));
      jars = distributions.unfold(hadoop, Cancellation.NONE).resolve("jars");
    } catch (MusterException e) {
      assumeThat(e.kind())
          .as("no Maven repository is reached, or it lacks Hadoop: " + e.getMessage())
          .isNotIn(ErrorKind.UNAVAILABLE, ErrorKind.NOT_FOUND, ErrorKind.TIMEOUT);
      throw e;
    }
    LoopbackHdfs hdfs = new LoopbackHdfs(folder, jars);
    try {
      hdfs.begin();
      return hdfs;
    } catch (Exception | Error e) {
      hdfs.close();
      throw e;
    }
  }

  private void begin() throws Exception {
    Map<String, String> settings = new TreeMap<>();
    settings.put("fs.defaultFS", "hdfs://127.0.0.1:" + free());
    settings.put("hadoop.tmp.dir", folder.resolve("tmp").toString());
    settings.put("dfs.namenode.http-address", http);
    settings.put("dfs.namenode.name.dir", "file://" + folder.resolve("name"));
    settings.put("dfs.datanode.data.dir", "file://" + folder.resolve("data"));
    settings.put("dfs.datanode.address", "127.0.0.1:0");
    settings.put("dfs.datanode.http.address", "127.0.0.1:0");
    settings.put("dfs.datanode.ipc.address", "127.0.0.1:0");
    settings.put("dfs.datanode.hostname", "127.0.0.1");
    settings.put("dfs.replication", "1");
    settings.put("dfs.ls.limit", "7"); // a listing has many pages
    StringBuilder xml = new StringBuilder("<configuration>");
    settings.forEach(
        (key, value) ->
            xml.append(
                "<property><name>" + key + "</name><value>" + value + "</value></property>"));
    xml.append("</configuration>");
    // Of HDFS's own keys its defaults go before what core-site.xml says.
    Files.writeString(folder.resolve("core-site.xml"), xml);
    Files.writeString(folder.resolve("hdfs-site.xml"), xml);
    Files.writeString(
        folder.resolve("log4j.properties"),
        """
        log4j.rootLogger=WARN,console
        log4j.appender.console=org.apache.log4j.ConsoleAppender
        log4j.appender.console.layout=org.apache.log4j.SimpleLayout
        """);
    for (String page : List.of("hdfs", "datanode")) {
      Files.createDirectories(folder.resolve("webapps/" + page + "/WEB-INF"));
    }
    String server = "org.apache.hadoop.hdfs.server.";
    Process format = launch("format", server + "namenode.NameNode", "-format", "-nonInteractive");
    assertThat(format.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(format.exitValue()).as(log("format")).isZero();
    launch("namenode", server + "namenode.NameNode");
    launch("datanode", server + "datanode.DataNode");
    Eventually.until("a DataNode serves: " + http, this::works);
  }

  /** Writes show that there is a DataNode. */
  private boolean works() {
    assertThat(processes.get(processes.size() - 1).isAlive()).as(log("datanode")).isTrue();
    assertThat(processes.get(processes.size() - 2).isAlive()).as(log("namenode")).isTrue();
    try {
      web().write("/try", "op=CREATE&overwrite=true", folder.resolve("core-site.xml"));
      return true;
    } catch (MusterException e) {
      return false;
    }
  }

  private HdfsWeb web() {
    return new HdfsWeb(URI.create("http://" + http), user(), http);
  }

  private Process launch(String name, String... words) throws IOException {
    List<String> argv =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-Xmx256m",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp",
                folder + ":" + jars + "/*"));
    argv.addAll(List.of(words));
    Process process =
        new ProcessBuilder(argv)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private String log(String name) {
    try {
      return Files.readString(folder.resolve(name + ".log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Address and port of WebHDFS. */
  String http() {
    return http;
  }

  /** Who may do everything there. */
  String user() {
    return System.getProperty("user.name");
  }

  /** Makes a folder. */
  void mkdir(String path) {
    web().put(path, "op=MKDIRS");
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
