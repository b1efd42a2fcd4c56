package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.hosts.TestHosts;
import dev.muster.testkit.python.Wheel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Packages that bring their Java, their Spark and the wheels of another Python: built, compared,
 * installed and run in a network namespace in which nothing but this machine can be reached.
 */
@Timeout(600)
class PackageOfflineIT {

  private static final List<String> NO_NETWORK =
      List.of("unshare", "--net", "sh", "-c", "ip link set lo up; exec \"$@\"", "sh");

  /** Neither Java nor Python of the user's own. */
  private static final String PATH = "/usr/bin:/bin:/usr/sbin:/sbin";

  private static final String WHERE =
      """
      public class Where {
        public static void main(String[] args) {
          System.out.println(String.join(" ", args) + " by " + System.getProperty("java.home"));
        }
      }
      """;
  private static final String COUNT =
      """
      import java.util.Arrays;
      import org.apache.spark.SparkConf;
      import org.apache.spark.api.java.JavaSparkContext;
      public class Count {
        public static void main(String[] args) {
          JavaSparkContext spark =
              new JavaSparkContext(new SparkConf().setAppName("count").setMaster("local[2]"));
          System.out.println(spark.parallelize(Arrays.asList(args), 2).distinct().count()
              + " words by Spark " + spark.version() + " of " + System.getenv("SPARK_HOME")
              + " and " + System.getProperty("java.home") + ", jars " + spark.getConf().get("spark.jars"));
          spark.stop();
        }
      }
      """;

  /** Of a Python that can make environments, and takes usual wheels. */
  private static final String VERSION =
      """
      import ensurepip, venv, sys, sysconfig
      assert not sysconfig.get_config_var("Py_GIL_DISABLED"), "of other wheels"
      print("%d.%d" % sys.version_info[:2])
      """;

  @TempDir Path folder;
  private Path project;

  @BeforeEach
  void make() throws IOException {
    TestHosts.assumePossible();
    project = Files.createDirectories(folder.resolve("shop"));
  }

  private MusterRun muster(Object... args) {
    return new InProcess(folder.resolve("home"), folder).run(args);
  }

  private MusterRun done(Object... args) {
    MusterRun run = muster(args);
    assertThat(run.code()).as(List.of(args) + ": " + run.out() + run.err()).isZero();
    return run;
  }

  /** Muster as a process without a network. */
  private MusterRun cutOff(Object... args) throws InterruptedException {
    try (MusterProcess process =
        MusterProcess.start(
            folder.resolve("home"), folder, Map.of("PATH", PATH), NO_NETWORK, args)) {
      return process.end();
    }
  }

  private static String said(List<String> before, Object... argv)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(before);
    Arrays.stream(argv).map(String::valueOf).forEach(words::add);
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("PATH", PATH);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "SPARK_HOME"));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  /** A small Java, as users make them for what they ship. */
  private Path jdk(String modules) throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("java.home"));
    Assumptions.assumeTrue(
        Files.isExecutable(home.resolve("bin/jlink")) && Files.isDirectory(home.resolve("jmods")),
        "this Java has no jlink: apt-get install openjdk-17-jdk-headless");
    Path jdk = folder.resolve("jdk");
    said(
        List.of(),
        home.resolve("bin/jlink"),
        "--add-modules",
        modules,
        "--strip-java-debug-attributes",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        jdk);
    return jdk;
  }

  @Test
  void aPackageRunsWithTheJavaThatItBrings() throws Exception {
    Path jdk = jdk("java.base");
    said(List.of(), "tar", "-C", folder, "-cf", folder.resolve("jdk.tar"), "jdk");
    Path source = Files.writeString(folder.resolve("Where.java"), WHERE);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "11", "-d", project + "", source + ""))
        .isZero();
    Files.writeString(project.resolve("run.sh"), "exec java -Xshare:off Where \"$@\"\n");
    done("package", "build", "shop", "--offline", "--jdk", jdk, "-o", "one.tar");
    done("package", "build", "shop", "--offline", "--jdk", "jdk.tar", "-o", "two.tar");
    assertThat(folder.resolve("two.tar")).hasSameBinaryContentAs(folder.resolve("one.tar"));
    assertThat(done("package", "inspect", "one.tar", "--json").json().get(0))
        .hasEntrySatisfying(
            "java", java -> assertThat(java + "").startsWith(Runtime.version().feature() + ""))
        .containsEntry("machine", said(List.of(), "uname", "-m").strip());
    assertThat(done("package", "verify", "two.tar").out()).startsWith("whole: shop-0-");

    MusterRun installed = cutOff("package", "install", "two.tar", "--into", "apps");
    assertThat(installed.code()).as(installed.out()).isZero();
    Path current = folder.resolve("apps/shop/current");
    assertThat(said(NO_NETWORK, current.resolve("bin/launch.sh"), "a b", "c"))
        .isEqualTo("a b c by " + current.toRealPath() + "/java\n");

    MusterRun none = muster("package", "build", "shop", "--jdk", "nowhere", "-o", "no.tar");
    assertThat(none.code()).as(none.err()).isEqualTo(65);
    assertThat(none.err()).contains("there is no folder or file");
    Files.delete(jdk.resolve("release"));
    MusterRun odd = muster("package", "build", "shop", "--jdk", jdk, "-o", "no.tar");
    assertThat(odd.code()).as(odd.err()).isEqualTo(65);
    assertThat(odd.err()).contains("is no JDK: it has no release");
    assertThat(folder.resolve("no.tar")).doesNotExist();
  }

  /**
   * A Python of another version that install.sh does not find by itself, where tools that keep
   * several put them; empty for none.
   */
  private static Path otherPython(String not) throws Exception {
    List<Path> found = new ArrayList<>();
    for (Path above :
        List.of(
            Path.of(System.getProperty("user.home"), ".pyenv/versions"),
            Path.of("/opt/hostedtoolcache/Python"))) {
      if (Files.isDirectory(above)) {
        try (Stream<Path> all = Files.find(above, 4, (file, is) -> file.endsWith("bin/python3"))) {
          all.sorted().forEach(found::add);
        }
      }
    }
    for (Path each : found) {
      String version = version(each + "");
      boolean usual =
          Files.exists(Path.of("/usr/bin/python" + version))
              || Files.exists(Path.of("/usr/local/bin/python" + version));
      if (!usual && !version.isEmpty() && !version.equals(not) && minor(version) >= 8) {
        return each;
      }
    }
    return Path.of("");
  }

  private static int minor(String version) {
    return version.startsWith("3.") ? Integer.parseInt(version.substring(2)) : 0;
  }

  private static String version(String python) throws Exception {
    try {
      return said(List.of(), python, "-I", "-c", VERSION).strip();
    } catch (AssertionError | IOException e) {
      return ""; // it cannot make environments
    }
  }

  @Test
  void wheelsOfAnotherPythonAreInstalledByThatOne() throws Exception {
    String here = version("/usr/bin/python3");
    Assumptions.assumeFalse(here.isEmpty(), "no venv: apt-get install python3 python3-venv");
    Path python = otherPython(here);
    Assumptions.assumeFalse(
        python.toString().isEmpty(), "no other Python here: pyenv install 3.12");
    String other = version(python + "");
    String machine = said(List.of(), "uname", "-m").strip();
    Path links = folder.resolve("links");
    for (String version : List.of(here, other)) {
      String tag = "cp" + version.replace(".", "");
      for (String each : List.of(machine, "s390x")) {
        String platform = tag + "-" + tag + "-manylinux2014_" + each;
        new Wheel("beta", "1.0", "beta of " + version + " on " + each, platform).writeTo(links);
      }
    }
    Files.writeString(project.resolve("requirements.txt"), "beta==1.0\n");
    Files.writeString(
        project.resolve("main.py"),
        "import beta, sys\nprint(beta.NAME, 'in %d.%d' % sys.version_info[:2])\n");
    List<Object> build =
        List.of(
            "package", "build", "shop", "--offline", "--find-links", "links", "--python", other);
    done(with(build, "-o", "one.tar"));
    assertThat(done("package", "inspect", "one.tar", "--json").json().get(0))
        .containsEntry("python", other)
        .containsEntry("machine", machine);
    assertThat(done("package", "verify", "one.tar").out()).startsWith("whole: ");

    MusterRun lacks = cutOff("package", "install", "one.tar", "--into", "apps");
    assertThat(lacks.code()).as(lacks.out()).isEqualTo(65);
    assertThat(lacks.out()).contains("this host has no Python " + other, "--python");
    MusterRun installed =
        cutOff("package", "install", "one.tar", "--into", "apps", "--python", python);
    assertThat(installed.code()).as(installed.out()).isZero();
    assertThat(said(NO_NETWORK, folder.resolve("apps/shop/current/bin/launch.sh")))
        .isEqualTo("beta of " + other + " on " + machine + " in " + other + "\n");

    done(with(build, "-o", "far.tar", "--platform", "manylinux2014_s390x"));
    MusterRun far = cutOff("package", "install", "far.tar", "--into", "far", "--python", python);
    assertThat(far.code()).as(far.out()).isEqualTo(65);
    assertThat(far.out()).contains("built for s390x, this host is " + machine);
    MusterRun nobody = muster(with(build, "-o", "no.tar", "--platform", "manylinux2014_ppc64le"));
    assertThat(nobody.code()).as(nobody.err()).isEqualTo(65);
    assertThat(nobody.err()).contains("beta==1.0");
    assertThat(folder.resolve("no.tar")).doesNotExist();
  }

  private static Object[] with(List<Object> words, Object... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toArray();
  }

  /** Some 400 MB are packed, compared and unpacked. */
  @Tag("long")
  @Test
  void aPackageRunsOnTheSparkThatItBrings() throws Exception {
    Path jars = SparkJars.of("3.5");
    Path jdk = jdk("java.se,jdk.security.auth,jdk.unsupported,jdk.zipfs");
    StepJar.of(project.resolve("count.jar"), jars, COUNT);
    Path extra = StepJar.of(folder.resolve("extra.jar"), jars, WHERE);
    Files.writeString(
        project.resolve("run.sh"), "exec spark-submit --class Count count.jar \"$@\"\n");
    List<Object> build = new ArrayList<>(List.of("package", "build", "shop", "--jars", extra));
    build.addAll(List.of("--with-spark", "3.5.6", "--jdk", jdk));
    done(with(build, "-o", "one.tar"));
    done(with(build, "-o", "two.tar", "--offline")); // all of it is in the cache now
    assertThat(folder.resolve("two.tar")).hasSameBinaryContentAs(folder.resolve("one.tar"));
    assertThat(done("package", "inspect", "one.tar", "--json").json().get(0))
        .containsEntry("spark", "3.5.6");
    assertThat(done("package", "verify", "one.tar").out()).startsWith("whole: ");
    MusterRun installed = cutOff("package", "install", "one.tar", "--into", "apps");
    assertThat(installed.code()).as(installed.out()).isZero();
    Path current = folder.resolve("apps/shop/current");
    Path root = current.toRealPath();
    assertThat(said(NO_NETWORK, current.resolve("bin/launch.sh"), "a", "b", "a"))
        .contains(
            "2 words by Spark 3.5.6 of "
                + root
                + "/spark and "
                + root
                + "/java, jars local:"
                + root
                + "/jars/extra.jar");
  }
}
