package dev.muster.service.spark;

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
import dev.muster.spi.service.ServiceDeployment;
import dev.muster.spi.service.ServiceStatus;
import dev.muster.spi.service.ServiceStatus.Part;
import dev.muster.spi.service.ServiceStatus.PartState;
import dev.muster.testkit.Eventually;
import dev.muster.testkit.hosts.HostProcess;
import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spark itself on three hosts, over SSH: deployed, used, hurt, taken away. */
@Timeout(900)
class SparkOnHostsIT {

  private static final String BASE = "/root/.muster/clusters/lab/services/spark";
  private static final String SUM =
      """
      import org.apache.spark.api.java.JavaSparkContext;
      import org.apache.spark.SparkConf;
      import java.util.List;
      public class Sum {
        public static void main(String[] args) {
          JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("sum"));
          System.out.println("sum " + spark.parallelize(List.of(1, 2, 3, 4), 4).reduce(Integer::sum)
              + " secret " + spark.getConf().get("spark.authenticate"));
          spark.stop();
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void deploysSurvivesAndLeavesHostsClean() throws Exception {
    TestHosts.assumePossible();
    CachedDistributions distributions =
        new CachedDistributions(folder.resolve("cache"), System.getenv());
    Distribution spark = spark(distributions);
    try (TestHosts hosts = TestHosts.start(3);
        Lab lab = new Lab(hosts, "lab", distributions)) {
      ServiceDeployment deployment = lab.open(Map.of("memory", "1g"), "spark.executor.memory=512m");
      Map<String, Long> took = lab.deploy(deployment);
      System.out.println("deployed Spark on 3 hosts, ms: " + took);
      assertThat(lab.hosts.sentBytes()).isGreaterThan(spark.size());
      String master = "spark://" + lab.hosts.host(1).address() + ":7077";
      assertThat(deployment.endpoints()).containsEntry("master", master);
      assertThat(deployment.status())
          .satisfies(
              status -> {
                assertThat(status.ready()).as(status.toString()).isTrue();
                assertThat(status.endpoints()).containsEntry("master", master);
                assertThat(status.parts())
                    .extracting(part -> part.node().number() + part.name())
                    .containsExactly("1master", "2worker", "3worker");
              });
      noSecretIsInArguments(lab);
      Path app = app(spark);
      assertThat(submit(lab, app)).contains("sum 10 secret true");

      deployingAgainChangesNothing(lab);
      crashesAreMended(lab);
      boots(lab);
      assertThat(submit(lab, app)).contains("sum 10 secret true");

      Lab.run(lab.open(Map.of()).removal(false), new LinkedHashMap<>());
      for (TestHost host : lab.hosts.all()) {
        assertThat(host.processes()).as(host.toString()).isEmpty();
        host.run("rm", "-rf", "/root/app.jar", "/tmp/err");
        assertThat(host.files())
            .as(host.toString())
            .filteredOn(file -> !file.startsWith("/etc/ssh/")) // a test host writes these at a boot
            .allMatch(file -> file.matches("/root/\\.muster(/clusters(/lab)?)?"));
      }
    }
  }

  private static Distribution spark(CachedDistributions distributions) throws InterruptedException {
    try {
      return distributions.resolve(
          DistributionSpec.of("spark"), FetchOptions.online(Cancellation.NONE, FetchListener.NONE));
    } catch (MusterException e) {
      assumeThat(e.kind())
          .as("no Maven repository is reached, or it lacks Spark: " + e.getMessage())
          .isNotIn(ErrorKind.UNAVAILABLE, ErrorKind.NOT_FOUND, ErrorKind.TIMEOUT);
      throw e;
    }
  }

  private static void noSecretIsInArguments(Lab lab) throws Exception {
    String secret =
        Files.readAllLines(lab.hosts.host(1).path(BASE + "/conf/spark-defaults.conf")).stream()
            .filter(line -> line.startsWith("spark.authenticate.secret="))
            .map(line -> line.substring(line.indexOf('=') + 1))
            .collect(Collectors.joining());
    assertThat(secret).hasSize(64);
    for (TestHost host : lab.hosts.all()) {
      assertThat(host.processes())
          .extracting(HostProcess::command)
          .isNotEmpty()
          .noneMatch(command -> command.contains(secret));
      assertThat(
              host.run("grep", "-rlF", secret, BASE, "--include=*", "--exclude-dir=dist").lines())
          .containsExactly(BASE + "/conf/spark-defaults.conf");
    }
  }

  private static void deployingAgainChangesNothing(Lab lab) throws Exception {
    List<HostProcess> before =
        lab.hosts.host(2).processes().stream()
            .filter(process -> process.command().contains("deploy.worker.Worker"))
            .toList();
    assertThat(before).hasSize(1);
    long sent = lab.hosts.sentBytes();
    Map<String, Long> took =
        lab.deploy(lab.open(Map.of("memory", "1g"), "spark.executor.memory=512m"));
    System.out.println("deployed again, ms: " + took);
    assertThat(lab.hosts.sentBytes() - sent).as("bytes, files of ours and SSH").isLessThan(500_000);
    assertThat(lab.hosts.host(2).processes()).containsAll(before);
  }

  private static void crashesAreMended(Lab lab) {
    lab.hosts.host(2).run("pkill", "-KILL", "-f", "deploy.worker.Worker");
    lab.hosts.host(1).run("pkill", "-KILL", "-f", "deploy.master.Master");
    ServiceDeployment status = lab.open(Map.of());
    Eventually.until(
        "mended",
        () -> {
          List<Part> parts = status(status).parts();
          return parts.stream().mapToInt(Part::restarts).sum() >= 2 && status(status).ready();
        });
  }

  private static void boots(Lab lab) {
    ServiceDeployment status = lab.open(Map.of());
    lab.hosts.host(3).kill();
    assertThat(status(status).parts())
        .filteredOn(part -> part.node().number() == 3)
        .extracting(Part::state)
        .containsExactly(PartState.UNKNOWN);
    lab.hosts.host(3).boot();
    Eventually.until("booted", () -> status(status).ready());
  }

  private static ServiceStatus status(ServiceDeployment deployment) {
    try {
      return deployment.status();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A jar of one class, compiled against what was deployed. */
  private Path app(Distribution spark) throws Exception {
    Path source = folder.resolve("Sum.java");
    Files.writeString(source, SUM);
    Path jars =
        new CachedDistributions(folder.resolve("cache"), System.getenv())
            .unfold(spark, Cancellation.NONE)
            .resolve("jars");
    Process javac =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-cp",
                jars + "/*",
                "-d",
                folder.toString(),
                source.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("javac").toFile())
            .start();
    assertThat(javac.waitFor()).as(Files.readString(folder.resolve("javac"))).isZero();
    Path app = folder.resolve("app.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(app))) {
      jar.putNextEntry(new JarEntry("Sum.class"));
      Files.copy(folder.resolve("Sum.class"), jar);
      jar.closeEntry();
    }
    return app;
  }

  /** Submits it on the head, as a job's driver will be. */
  private static String submit(Lab lab, Path app) throws Exception {
    TestHost head = lab.hosts.host(1);
    Files.write(head.path("/root/app.jar"), Files.readAllBytes(app));
    return head.run(
        "sh",
        "-c",
        "set -e; home=$(ls -d "
            + BASE
            + "/dist/*); export SPARK_HOME=$home SPARK_CONF_DIR="
            + BASE
            + "/conf; exec java "
            + String.join(" ", SparkFiles.noTraces(BASE))
            + " "
            + String.join(" ", SparkFiles.MODULE_OPTIONS)
            + " -cp \"$SPARK_CONF_DIR:$home/jars/*\" org.apache.spark.deploy.SparkSubmit"
            + " --class Sum /root/app.jar 2>/tmp/err || { tail -n 20 /tmp/err >&2; exit 1; }");
  }
}
