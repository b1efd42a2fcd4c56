package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.muster.testkit.hosts.HostOptions;
import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark's archive and a JDK put on hosts that have neither, applications in Java and Python on it,
 * their event logs at home, a Spark that is on the hosts already, and clean hosts.
 *
 * <p>PySpark's files here are a stand-in that proves which ones Spark is given: PySpark itself is
 * in no Maven repository.
 */
@Timeout(900)
class SparkDeployIT {

  private static final String BASE = "/root/.muster/clusters/lab/services/spark";
  private static final String COUNT =
      """
      import java.util.Arrays;
      import org.apache.spark.SparkConf;
      import org.apache.spark.api.java.JavaSparkContext;
      import scala.Tuple2;
      public class Count {
        public static void main(String[] args) {
          JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("count"));
          spark.parallelize(Arrays.asList(args), 2)
              .mapToPair(word -> new Tuple2<>(word, 1)).reduceByKey(Integer::sum)
              .collect().forEach(one -> System.out.println(one._1() + " is there " + one._2()));
          System.out.println("Java " + System.getProperty("java.home"));
          spark.stop();
        }
      }
      """;
  private static final String APP =
      """
      import os, sys, pyspark, extra
      print("pyspark", pyspark.__version__, "of", pyspark.__file__)
      print("argument", sys.argv[1], "gateway", "PYSPARK_GATEWAY_PORT" in os.environ, extra.WORD)
      """;

  @TempDir Path folder;
  private InProcess muster;

  @Test
  void archiveJdkAndWhatIsOnTheHosts() throws Exception {
    TestHosts.assumePossible();
    assumeThat(Runtime.version().feature())
        .as("Spark 3.5 runs on Java 11 to 21; run the tests with one of them")
        .isBetween(11, 21);
    Path jars = SparkJars.of("3.5");
    muster = new InProcess(folder.resolve("home"), folder);
    HostOptions bare = HostOptions.PLAIN.withoutJava();
    try (TestHosts hosts = TestHosts.builder(2).all(bare).host(2, bare.withNoexecTmp()).start()) {
      List<Object> create =
          new ArrayList<>(List.of("cluster", "create", "lab", "--user", "root", "-i", hosts.key()));
      create.addAll(List.of("--known-hosts", hosts.knownHosts()));
      hosts.addresses().forEach(host -> create.add(host.host()));
      succeeds(create.toArray());
      archive(jars);
      String jdk = "jdk=" + System.getProperty("java.home");
      String memory = "memory=1g";
      succeeds(
          "cluster", "deploy", "lab", "spark", "-o", "tarball=spark.tar", "-o", jdk, "-o", memory);

      countsWords(jars);
      runsPython();
      MusterRun none = muster.run("job", "logs", "latest", "--events");
      assertThat(none.code()).as("it made no context: " + none.out()).isEqualTo(65);

      for (TestHost host : hosts.all()) {
        host.run("sh", "-c", "mkdir /opt/own && cp -a " + BASE + "/dist/*/jars /opt/own/jars");
      }
      succeeds("cluster", "undeploy", "lab", "spark");
      succeeds(
          "cluster",
          "deploy",
          "lab",
          "spark",
          "-o",
          "spark-home=/opt/own",
          "-o",
          jdk,
          "-o",
          memory);
      assertThat(hosts.host(2).run("cat", BASE + "/worker/env")).contains("SPARK_HOME=/opt/own\n");
      assertThat(muster.run("cluster", "status", "lab").out()).contains("3.5.6 RUNNING");
      lacksPyspark();
      new PackagedJobs(muster, folder, hosts).run(jars);

      succeeds("cluster", "kill", "lab", "--yes");
      eventsAreKept();
      for (TestHost host : hosts.all()) {
        assertThat(host.processes()).as(host.name()).isEmpty();
        host.run("rm", "-rf", "/opt/own");
        assertThat(host.files()).as(host.name()).isEmpty();
      }
    }
  }

  private MusterRun succeeds(Object... args) {
    MusterRun run = muster.run(args);
    assertThat(run.code()).as(List.of(args) + "\n" + run.out() + run.err()).isZero();
    return run;
  }

  private void countsWords(Path jars) throws Exception {
    compile(jars);
    MusterRun count =
        succeeds(
            "job", "submit", "-c", "lab", "--wait", "--class", "Count", "count.jar", "a", "b", "a");
    assertThat(count.out()).contains("a is there 2\n", "b is there 1\n", "Java " + BASE + "/dist/");
  }

  private void runsPython() throws Exception {
    Files.writeString(folder.resolve("app.py"), APP);
    Files.writeString(folder.resolve("extra.py"), "WORD = 'brought'\n");
    MusterRun run =
        succeeds(
            "job", "submit", "-c", "lab", "--wait", "--py-files", "extra.py", "app.py", "it's me");
    assertThat(run.out())
        .contains("pyspark 3.5.6 of " + BASE + "/dist/", "/python/lib/pyspark.zip/pyspark")
        .contains("argument it's me gateway True brought");
  }

  private void lacksPyspark() {
    MusterRun run = muster.run("job", "submit", "-c", "lab", "--wait", "app.py");
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(69);
    assertThat(run.err())
        .contains("2 problems", "has no pyspark", "-m pip install pyspark==3.5.6 there");
    assertThat(muster.run("job", "list", "--json").json()).as("nothing was handed over").hasSize(2);
  }

  private void eventsAreKept() throws IOException {
    List<Map<String, Object>> jobs = muster.run("job", "list", "--json").json();
    Object count = jobs.get(jobs.size() - 1).get("job");
    MusterRun events = succeeds("job", "logs", count, "--events", "--json");
    Path kept = Path.of(events.json().get(0).get("events").toString());
    try (Stream<Path> files = Files.walk(kept)) {
      String text =
          files
              .filter(Files::isRegularFile)
              .map(SparkDeployIT::read)
              .reduce("", (one, other) -> one + other);
      assertThat(text).contains("SparkListenerApplicationStart", "SparkListenerApplicationEnd");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Spark's archive as its project publishes it, with a stand-in for PySpark. */
  private void archive(Path jars) throws Exception {
    Path lib = Files.createDirectories(folder.resolve("python/lib"));
    zip(lib.resolve("pyspark.zip"), "pyspark/__init__.py", "import py4j\n__version__ = '3.5.6'\n");
    zip(lib.resolve("py4j-0.10.9.7-src.zip"), "py4j/__init__.py", "");
    run(
        "tar",
        "-cf",
        folder.resolve("spark.tar").toString(),
        "--transform",
        "s,^,spark-3.5.6-bin/,",
        "-C",
        jars.getParent().toString(),
        "jars",
        "-C",
        folder.toString(),
        "python/lib");
  }

  private static void zip(Path file, String name, String text) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
  }

  private void compile(Path jars) throws Exception {
    Path source = Files.writeString(folder.resolve("Count.java"), COUNT);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String javac = Path.of(System.getProperty("java.home"), "bin", "javac").toString();
    run(javac, "-cp", jars + "/*", "-d", classes.toString(), source.toString());
    try (JarOutputStream jar =
            new JarOutputStream(Files.newOutputStream(folder.resolve("count.jar")));
        Stream<Path> files = Files.list(classes)) {
      for (Path file : files.toList()) {
        jar.putNextEntry(new JarEntry(file.getFileName().toString()));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
  }

  private void run(String... argv) throws Exception {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor()).as(String.join(" ", argv) + read(said)).isZero();
  }
}
