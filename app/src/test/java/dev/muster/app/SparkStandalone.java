package dev.muster.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Spark master and two workers with two cores each, on this machine's loopback. */
final class SparkStandalone implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final int WORKERS = 2;

  private final Path folder;
  private final Path jars;
  private final List<String> options;
  private final List<Process> processes = new ArrayList<>();
  private final String master;

  /**
   * Starts it, and waits until the workers are registered.
   *
   * @param options of Java for the daemons, for instance {@code -Dspark.authenticate=true}
   */
  SparkStandalone(Path folder, Path jars, String... options) throws IOException {
    this.folder = folder;
    this.jars = jars;
    this.options = List.of(options);
    Files.createDirectories(folder);
    try {
      Path log =
          start(
              "master",
              "org.apache.spark.deploy.master.Master",
              "--host",
              "127.0.0.1",
              "--port",
              "0",
              "--webui-port",
              "0");
      MusterProcess.await("the master is up", () -> ADDRESS.matcher(text(log)).find());
      Matcher address = ADDRESS.matcher(text(log));
      master = address.find() ? address.group(1) : "";
      for (int i = 0; i < WORKERS; i++) {
        start(
            "worker-" + i,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--cores",
            "2",
            "--memory",
            "1g",
            "--webui-port",
            "0",
            "--work-dir",
            folder.resolve("work-" + i).toString(),
            master);
      }
      MusterProcess.await(
          "the workers are registered",
          () -> text(log).split("Registering worker ", -1).length > WORKERS);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Path start(String name, String type, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED"));
    command.addAll(options);
    command.addAll(List.of("-cp", jars + "/*", type));
    command.addAll(List.of(args));
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("SPARK_"));
    builder.environment().put("JAVA_TOOL_OPTIONS", InProcess.BRIEF_JAVA);
    builder.environment().put("SPARK_HOME", jars.getParent().toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_LOCAL_DIRS", folder.resolve("local-" + name).toString());
    processes.add(builder.start());
    return log;
  }

  private static String text(Path log) {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its address. */
  String master() {
    return master;
  }

  /** Executors at work. */
  List<ProcessHandle> executors() {
    return processes.stream()
        .flatMap(Process::descendants)
        .filter(
            process ->
                MusterProcess.holds(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"),
                    "CoarseGrainedExecutorBackend"))
        .toList();
  }

  /** What executors and their workers have left in the folders that Spark gave them. */
  List<Path> leftovers() throws IOException {
    List<Path> left = new ArrayList<>();
    try (var files = Files.walk(folder)) {
      files.filter(file -> file.getFileName().toString().startsWith("muster-")).forEach(left::add);
    }
    return left;
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    for (Process process : processes) {
      try {
        process.waitFor(120, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
