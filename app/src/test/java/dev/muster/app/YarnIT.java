package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spark on the YARN of a cluster: jobs in both modes, a map run, and what dies under them. */
@Tag("long")
@Timeout(2400)
class YarnIT {

  private static final String APP =
      """
      import java.util.List;
      import org.apache.spark.SparkConf;
      import org.apache.spark.api.java.JavaSparkContext;
      public class App {
        public static void main(String[] args) throws Exception {
          JavaSparkContext spark = new JavaSparkContext(new SparkConf());
          System.out.println("sum " + spark.parallelize(List.of(1, 2, 3, 4), 4).map(i -> {
            Thread.sleep(Long.parseLong(args[1]));
            return i;
          }).reduce(Integer::sum) + " on " + spark.master());
          if (!args[0].equals("0")) {
            var file = new org.apache.hadoop.fs.Path(System.getenv("MUSTER_EXIT_FILE"));
            try (var out = file.getFileSystem(spark.hadoopConfiguration()).create(file)) {
              out.write(args[0].getBytes());
            }
          }
          spark.stop();
          if (!args[0].equals("0")) {
            System.exit(Integer.parseInt(args[0]));
          }
        }
      }
      """;

  private static final String EXECUTOR = "CoarseGrained";

  @TempDir Path folder;

  @Test
  void runsJobsAndMapsThatOutliveWhatDies() throws Exception {
    try (HadoopLab lab = HadoopLab.create(folder, 3)) {
      lab.deploy();
      lab.deploySpark();
      compile();

      MusterRun client = submit(lab, "client", "0", "0", "--wait");
      assertThat(client.code()).as(client.out()).isZero();
      assertThat(client.out()).contains("sum 10 on yarn");
      assertThat(handle(lab)).startsWith("application_");

      MusterRun two = submit(lab, "cluster", "2", "0", "--wait");
      assertThat(two.out()).as("what the driver printed").contains("sum 10 on yarn");
      assertThat(jobs(lab).get(0).get("exit_code")).hasToString("2");

      isCancelled(lab);
      mapsAsLocally(lab);
      losesANodeManagerAndADataNode(lab);

      lab.succeeds("cluster", "kill", "lab", "--yes");
      lab.assertClean();
    }
  }

  private void isCancelled(HadoopLab lab) {
    assertThat(submit(lab, "cluster", "0", "600000").code()).isZero();
    Eventually.until("it runs", () -> handle(lab).startsWith("application_"));
    lab.succeeds("job", "cancel", "latest");
    assertThat(jobs(lab).get(0).get("state")).hasToString("CANCELLED");
    assertThat(living(lab)).isEmpty();
  }

  private void mapsAsLocally(HadoopLab lab) throws IOException {
    Path project = Projects.copy(Projects.example("demo"), folder.resolve("demo"));
    MusterRun local = lab.muster.run("map", project, "--fresh", "-n", "4");
    assertThat(local.code()).as(local.err()).isZero();
    byte[] expected = Files.readAllBytes(project.resolve("results/latest/results.csv"));
    MusterRun yarn =
        lab.muster.run(
            "map", project, "--fresh", "-n", "4", "--cluster", "lab", "--engine", "yarn");
    assertThat(yarn.code()).as(yarn.err()).isZero();
    assertThat(project.resolve("results/latest/results.csv")).hasBinaryContent(expected);
    assertThat(living(lab)).isEmpty();
  }

  /** Executors are lost with their NodeManager, blocks with their DataNode: others do the rest. */
  private void losesANodeManagerAndADataNode(HadoopLab lab) throws Exception {
    CompletableFuture<MusterRun> job =
        CompletableFuture.supplyAsync(() -> submit(lab, "client", "0", "15000", "--wait"));
    Eventually.until("executors work", () -> runs(lab, 2, EXECUTOR) || runs(lab, 3, EXECUTOR));
    // An application begins once only, so the node of its master stays.
    int lost = runs(lab, 2, "ExecutorLauncher") ? 3 : 2;
    lab.hosts.host(lost).run("pkill", "-KILL", "-f", "nodemanager.NodeManager");
    lab.hosts.host(5 - lost).run("pkill", "-KILL", "-f", "datanode.DataNode");
    MusterRun ended = job.get(15, TimeUnit.MINUTES);
    assertThat(ended.code()).as(ended.out()).isZero();
    assertThat(ended.out()).contains("sum 10 on yarn");
    Eventually.until(
        "both work again",
        () -> {
          MusterRun status = lab.muster.run("cluster", "status", "lab", "--json");
          return !status.out().contains("not registered") && status.out().contains("RUNNING");
        });
    lab.succeeds("cluster", "test", "lab", "hadoop");
  }

  private static boolean runs(HadoopLab lab, int host, String program) {
    return lab.hosts.host(host).processes().stream()
        .anyMatch(each -> each.command().contains(program));
  }

  private static MusterRun submit(
      HadoopLab lab, String mode, String exit, String millis, String... more) {
    java.util.ArrayList<Object> words =
        new java.util.ArrayList<>(
            List.of("job", "submit", "--cluster", "lab", "--engine", "yarn", "--deploy-mode"));
    words.add(mode);
    words.addAll(List.of(more));
    words.addAll(List.of("--conf", "spark.executor.memory=512m", "--class", "App", "app.jar"));
    words.addAll(List.of(exit, millis));
    return lab.muster.run(words.toArray());
  }

  private static List<Map<String, Object>> jobs(HadoopLab lab) {
    return lab.muster.run("job", "list", "--json").json();
  }

  private static String handle(HadoopLab lab) {
    return String.valueOf(jobs(lab).get(0).get("handle"));
  }

  /** Applications that have not ended. */
  private static List<String> living(HadoopLab lab) {
    return lab.hosts
        .host(1)
        .run(HadoopLab.HADOOP + "/bin/yarn", "application", "-list")
        .lines()
        .filter(line -> line.startsWith("application_"))
        .toList();
  }

  private void compile() throws Exception {
    Path jars = folder.resolve("cache/trees");
    Path spark;
    try (Stream<Path> files = Files.walk(jars)) {
      spark =
          files
              .filter(file -> file.getFileName().toString().startsWith("spark-core_"))
              .findFirst()
              .orElseThrow()
              .getParent();
    }
    Path source = Files.writeString(folder.resolve("App.java"), APP);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String javac = Path.of(System.getProperty("java.home"), "bin", "javac").toString();
    Process process =
        new ProcessBuilder(javac, "-cp", spark + "/*", "-d", classes.toString(), source.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    try (JarOutputStream jar =
            new JarOutputStream(Files.newOutputStream(folder.resolve("app.jar")));
        Stream<Path> files = Files.list(classes)) {
      for (Path file : files.toList()) {
        jar.putNextEntry(new JarEntry(file.getFileName().toString()));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
  }
}
