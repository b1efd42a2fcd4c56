package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import dev.muster.testkit.python.Wheel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Jobs and a pipeline on a cluster with Spark, with the entry, the configuration, the jars and the
 * environment of a package that is installed there.
 */
final class PackagedJobs {

  private static final String AT = "/root/.muster/clusters/lab/packages/shop";

  /** Its jar has no {@code Extra}: driver and executors get that from the package. */
  private static final String SHOP =
      """
      import java.util.Arrays;
      import org.apache.spark.SparkConf;
      import org.apache.spark.api.java.JavaSparkContext;
      public class Shop {
        static String loud(String word) throws Exception {
          return (String) Class.forName("Extra", true, Thread.currentThread().getContextClassLoader())
              .getMethod("of", String.class).invoke(null, word);
        }
        public static void main(String[] args) throws Exception {
          JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("shop"));
          System.out.println(loud("driver") + " "
              + spark.parallelize(Arrays.asList(args), 2).map(Shop::loud).collect()
              + " on " + spark.master() + ", limit " + spark.getConf().get("spark.shop", "none")
              + ", " + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB");
          spark.stop();
        }
      }
      """;

  private static final String EXTRA =
      """
      public class Extra {
        public static String of(String word) {
          return word.toUpperCase() + "!";
        }
      }
      """;
  private static final String ENTRY =
      """
      import alpha, configparser, subprocess, sys
      settings = configparser.ConfigParser()
      settings.read("conf/shop.ini")
      print("entry", alpha.NAME, settings["shop"]["word"], sys.argv[1:], flush=True)
      sys.exit(subprocess.call(
          ["spark-submit", "--driver-memory=600m", "--class", "Shop", "shop.jar"] + sys.argv[1:]))
      """;

  private final InProcess muster;
  private final Path folder;
  private final TestHosts hosts;

  PackagedJobs(InProcess muster, Path folder, TestHosts hosts) {
    this.muster = muster;
    this.folder = folder;
    this.hosts = hosts;
  }

  void run(Path sparkJars) throws IOException {
    install(sparkJars);
    MusterRun entry =
        succeeds("job", "submit", "-c", "lab", "--wait", "--package", "shop", "--", "a", "-b");
    assertThat(entry.out())
        .contains("entry alpha pear ['a', '-b']\n")
        .containsPattern("DRIVER! \\[A!, -B!\\] on spark://.*, limit none, (5[0-9][0-9]|600) MiB");
    String release = hosts.host(1).run("readlink", AT + "/current").strip();
    MusterRun one =
        succeeds(
            "job",
            "submit",
            "-c",
            "lab",
            "--wait",
            "--package",
            "shop@" + release,
            "--class",
            "Shop",
            "--conf",
            "spark.shop=7",
            "shop.jar",
            "c");
    assertThat(one.out()).containsPattern("DRIVER! \\[C!\\] on spark://.*, limit 7, ");
    pipeline();
    refuses(release);
  }

  private void install(Path sparkJars) throws IOException {
    Path project = Files.createDirectories(folder.resolve("shop/conf")).getParent();
    Files.writeString(project.resolve("conf/shop.ini"), "[shop]\nword = pear\n");
    Files.writeString(project.resolve("main.py"), ENTRY);
    Files.writeString(project.resolve("requirements.txt"), "alpha==1.0\n");
    new Wheel("alpha", "1.0", "alpha").writeTo(project.resolve("wheels"));
    StepJar.of(project.resolve("shop.jar"), sparkJars, SHOP);
    Path extra = StepJar.of(folder.resolve("extra.jar"), sparkJars, EXTRA);
    succeeds("package", "build", "shop", "--offline", "--jars", extra, "-o", "shop.tar");
    MusterRun installed = muster.run("package", "install", "shop.tar", "--cluster", "lab");
    Assumptions.assumeFalse(
        installed.out().contains("can make no environment"),
        "hosts have no venv: apt-get install python3 python3-venv");
    assertThat(installed.code()).as(installed.out() + installed.err()).isZero();
  }

  private void pipeline() throws IOException {
    Files.copy(folder.resolve("shop/shop.jar"), folder.resolve("step.jar"));
    Files.writeString(
        folder.resolve("packaged.yaml"),
        """
        steps:
          - {id: wheel, command: [python3, -c, "import alpha; print('has', alpha.NAME)"]}
          - {id: spark, class: Shop, jar: step.jar, args: [d]}
        """);
    succeeds("pipeline", "run", "packaged.yaml", "--cluster", "lab", "--package", "shop");
    assertThat(succeeds("pipeline", "logs", "latest", "wheel").out()).isEqualTo("has alpha\n");
    assertThat(succeeds("pipeline", "logs", "latest", "spark").out())
        .contains("DRIVER! [D!] on spark://");
  }

  private void refuses(String release) {
    int before = muster.run("job", "list", "--json").json().size();
    fails(65, "package none is not installed", "--package", "none");
    fails(65, "is not installed", "--package", "shop@9-0123456789abcdef");
    fails(64, "is no package", "--package", "../shop");
    fails(64, "cannot be a file of a package", "--package", "shop", "--entry", "../x");
    fails(64, "pack them", "--package", "shop", "--jars", "x.jar");
    fails(64, "leave --engine out", "--package", "shop", "--engine", "yarn", "--class", "X", "x");
    fails(64, "--entry names a file of a package", "--entry", "main.py", "x");
    // A host that has another release as current is named, before anything starts.
    TestHost second = hosts.host(2);
    second.run("sh", "-c", "cd " + AT + " && cp -a " + release + " 1-00 && ln -sfn 1-00 current");
    fails(65, "1-00 of shop as current", "--package", "shop");
    MusterRun pinned =
        succeeds("job", "submit", "-c", "lab", "--package", "shop@" + release, "--dry-run", "x");
    assertThat(pinned.out()).contains("packages/shop/" + release + "/bin/launch.sh -- x");
    second.run("rm", AT + "/current");
    fails(65, second.address() + ": package shop is not installed", "--package", "shop");
    MusterRun pipeline =
        muster.run("pipeline", "run", "packaged.yaml", "--cluster", "lab", "--package", "shop");
    assertThat(pipeline.code()).as(pipeline.out() + pipeline.err()).isEqualTo(65);
    assertThat(muster.run("pipeline", "run", "packaged.yaml", "--package", "shop").code())
        .isEqualTo(64);
    assertThat(muster.run("job", "list", "--json").json()).hasSize(before);
  }

  private void fails(int code, String words, String... more) {
    List<Object> argv = new java.util.ArrayList<>(List.of("job", "submit", "-c", "lab"));
    argv.addAll(List.of(more));
    MusterRun run = muster.run(argv.toArray());
    assertThat(run.code()).as(argv + run.out() + run.err()).isEqualTo(code);
    assertThat(run.err()).contains(words);
  }

  private MusterRun succeeds(Object... args) {
    MusterRun run = muster.run(args);
    assertThat(run.code()).as(List.of(args) + "\n" + run.out() + run.err()).isZero();
    return run;
  }
}
