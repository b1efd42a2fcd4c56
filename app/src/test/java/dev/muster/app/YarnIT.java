package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.Eventually;
import dev.muster.testkit.hosts.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
          spark.stop();
          if (!args[0].equals("0")) {
            System.exit(Integer.parseInt(args[0]));
          }
        }
      }
      """;

  /** A component in the form of multimno, whose driver needs its files where it runs. */
  private static final String COMPONENT =
      """
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.util.List;
      import org.apache.spark.SparkConf;
      import org.apache.spark.api.java.JavaSparkContext;
      public class Component {
        public static void main(String[] args) throws Exception {
          JavaSparkContext spark = new JavaSparkContext(new SparkConf());
          System.out.println(args[0] + " sum " + spark.parallelize(List.of(1, 2, 3), 2).reduce(Integer::sum)
              + " of " + Files.readAllLines(Path.of(args[1])) + Files.readAllLines(Path.of(args[2])));
          if (args[0].equals("Quality")) {
            System.exit(2);
          }
          spark.stop();
        }
      }
      """;

  private static final String EXECUTOR = "CoarseGrained";
  private static final String MASTER = "yarn.ApplicationMaster";

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
      assertThat(lab.jobs().get(0).get("exit_code")).hasToString("2");

      warnsFromAContainer(lab);
      warnsFromAContainerWithoutACluster(lab);

      isCancelled(lab);
      mapsAsLocally(lab);
      losesANodeManagerAndADataNode(lab);

      lab.succeeds("cluster", "kill", "lab", "--yes");
      lab.assertClean();
    }
  }

  /** The host that is let in dies on the way: what was begun on it goes with the cluster. */
  @Test
  void killLeavesNothingOfAHostThatFailedToJoin() throws Exception {
    try (HadoopLab lab = HadoopLab.create(folder, 3, 2)) {
      lab.deploy();
      TestHost third = lab.hosts.host(3);
      CompletableFuture<MusterRun> add =
          CompletableFuture.supplyAsync(
              () -> lab.muster.run("cluster", "add", "lab", third.hostAddress().host()));
      Eventually.until("it works", () -> runs(lab, 3, "datanode.DataNode") || add.isDone());
      third.kill();
      MusterRun added;
      try {
        added = add.get(15, TimeUnit.MINUTES);
      } finally {
        third.boot();
      }
      assertThat(added.code()).as(added.toString()).isNotZero();
      lab.succeeds("cluster", "kill", "lab", "--yes");
      lab.assertClean();
    }
  }

  private void writePipeline(String script, String... more) throws IOException {
    Files.writeString(folder.resolve("general.ini"), "[General]\na = 1\n");
    Files.writeString(folder.resolve("step.ini"), "[Step]\nb = 2\n");
    List<String> words =
        new java.util.ArrayList<>(
            List.of("--master=yarn", "--deploy-mode=cluster", "--files", "general.ini,step.ini"));
    words.addAll(List.of("--conf", "spark.executor.memory=512m"));
    words.addAll(List.of("--conf", "spark.executor.instances=1"));
    words.addAll(List.of(more));
    String component = "{\"component_id\": \"%s\", \"component_config_path\": \"step.ini\"}";
    Files.writeString(
        folder.resolve("pipeline.json"),
        "{\"general_config_path\": \"general.ini\", \"entrypoint\": \"%s\",".formatted(script)
            + " \"spark_submit_args\": "
            + words.stream().map(word -> "\"" + word + "\"").toList()
            + ", \"pipeline\": ["
            + component.formatted("Clean")
            + ", "
            + component.formatted("Quality")
            + ", "
            + component.formatted("Export")
            + "]}");
  }

  private static void isWarned(InProcess muster, MusterRun run) {
    assertThat(run.code()).as(run.toString()).isEqualTo(2);
    assertThat(muster.run("pipeline", "show", "latest", "--json").out())
        .contains("\"state\":\"COMPLETED\"")
        .contains("\"state\":\"WARNED\"")
        .contains("\"state\":\"BLOCKED\"");
  }

  /** Exit code 2 of a step whose driver runs in a container: spark-submit hides it. */
  private void warnsFromAContainer(HadoopLab lab) throws IOException {
    writePipeline("app.jar");
    MusterRun run =
        lab.muster.run(
            "pipeline", "run", "pipeline.json", "--cluster", "lab", "--class", "Component");
    isWarned(lab.muster, run);
    assertThat(lab.muster.run("pipeline", "logs", "latest", "Clean").out())
        .contains("Clean sum 6 of [[General], a = 1][[Step], b = 2]");
    assertThat(lab.applications()).isEmpty();
    assertThat(lab.hdfs("dfs", "-ls", "/user/root/.muster/jobs"))
        .as("nothing stays")
        .doesNotContain("root/.muster/jobs/");
  }

  /** The same by spark-submit of this machine, which knows the YARN by its configuration alone. */
  private void warnsFromAContainerWithoutACluster(HadoopLab lab) throws IOException {
    Path conf =
        Projects.copy(lab.hosts.host(1).path(HadoopLab.HADOOP + "/conf"), folder.resolve("hadoop"));
    String jars =
        lab.hosts
            .host(1)
            .run("sh", "-c", "echo " + HadoopLab.CLUSTER + "/services/spark/dist/*/jars");
    writePipeline("app.jar", "--conf", "spark.yarn.jars=local:" + jars.strip() + "/*");
    InProcess muster = lab.muster.with("HADOOP_CONF_DIR", conf.toString());
    MusterRun run =
        muster.run(
            "pipeline", "run", "pipeline.json", "--spark-version", "3.5.6", "--class", "Component");
    isWarned(muster, run);
    assertThat(muster.run("pipeline", "show", "latest", "--json").out())
        .contains("\"exit_code\":2");

    // Of Python YARN says it by itself; no PySpark is needed to exit.
    Files.writeString(
        folder.resolve("main.py"), "import sys\nsys.exit(2 if sys.argv[1] == 'Clean' else 0)\n");
    writePipeline("main.py", "--conf", "spark.yarn.jars=local:" + jars.strip() + "/*");
    MusterRun python =
        muster
            .with("PYSPARK_ARCHIVES_PATH", "local:/none.zip")
            .run("pipeline", "run", "pipeline.json", "--spark-version", "3.5.6");
    assertThat(python.code()).as(python.toString()).isEqualTo(2);
    assertThat(lab.applications()).isEmpty();
    assertThat(lab.hdfs("dfs", "-ls", "/user/root/.muster/steps"))
        .as("nothing stays")
        .doesNotContain("root/.muster/steps/");
    // What Java leaves anywhere: to YARN these were applications like any other.
    lab.hosts.all().forEach(host -> host.run("rm", "-rf", "/tmp/hsperfdata_root"));
  }

  private void isCancelled(HadoopLab lab) {
    assertThat(submit(lab, "cluster", "0", "600000").code()).isZero();
    Eventually.until("it runs", () -> handle(lab).startsWith("application_"));
    lab.succeeds("job", "cancel", "latest");
    assertThat(lab.jobs().get(0).get("state")).hasToString("CANCELLED");
    assertThat(lab.applications()).isEmpty();
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
    assertThat(lab.applications()).isEmpty();
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

  /**
   * The host of the driver dies for good: where two attempts are allowed, the second ends right.
   */
  @Test
  void secondAttemptEndsRightWhenTheHostOfTheFirstIsLost() throws Exception {
    try (HadoopLab lab = HadoopLab.create(folder, 3)) {
      lab.deploy();
      lab.deploySpark();
      compile();
      losesTheHostOfItsMaster(lab);
    }
  }

  private void losesTheHostOfItsMaster(HadoopLab lab) throws Exception {
    CompletableFuture<MusterRun> job =
        CompletableFuture.supplyAsync(
            () ->
                submit(
                    lab,
                    "cluster",
                    "2",
                    "20000",
                    "--wait",
                    "--conf",
                    "spark.yarn.maxAppAttempts=2",
                    "--driver-memory", // the second shares the host that is left with its executor
                    "512m",
                    "--conf",
                    "spark.executor.instances=1"));
    Eventually.until(
        "it works", () -> (runs(lab, 2, MASTER) || runs(lab, 3, MASTER)) && executes(lab));
    int lost = runs(lab, 2, MASTER) ? 2 : 3;
    lab.hosts.host(lost).kill();
    MusterRun ended;
    try {
      ended = job.get(20, TimeUnit.MINUTES);
    } finally {
      lab.hosts.host(lost).boot();
    }
    assertThat(ended.out()).as("what the second printed").contains("sum 10 on yarn");
    assertThat(lab.jobs().get(0).get("exit_code")).hasToString("2");
  }

  private static boolean executes(HadoopLab lab) {
    return runs(lab, 2, EXECUTOR) || runs(lab, 3, EXECUTOR);
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

  private static String handle(HadoopLab lab) {
    return String.valueOf(lab.jobs().get(0).get("handle"));
  }

  private void compile() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("cache/trees"))) {
      Path spark =
          files
              .filter(file -> file.getFileName().toString().startsWith("spark-core_"))
              .findFirst()
              .orElseThrow()
              .getParent();
      var unused = StepJar.of(folder.resolve("app.jar"), spark, APP, COMPONENT);
    }
  }
}
