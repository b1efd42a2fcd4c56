package dev.muster.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Hosts with Hadoop on them, small enough for a machine that has other things to do. */
final class HadoopLab implements AutoCloseable {

  static final String CLUSTER = "/root/.muster/clusters/lab";
  static final String HADOOP = CLUSTER + "/services/hadoop";
  private static final int UNAVAILABLE = 69;

  final TestHosts hosts;
  final InProcess muster;

  private HadoopLab(Path home, TestHosts hosts) {
    this.hosts = hosts;
    muster = new InProcess(home, home);
  }

  /** Makes the cluster; skips, aloud, where that cannot be. */
  static HadoopLab create(Path home, int count) {
    return create(home, count, count);
  }

  /** The same where only the first hosts are in the cluster. */
  static HadoopLab create(Path home, int count, int members) {
    TestHosts.assumePossible();
    HadoopLab lab = new HadoopLab(home, TestHosts.start(count));
    try {
      List<Object> create =
          new ArrayList<>(
              List.of("cluster", "create", "lab", "--user", "root", "-i", lab.hosts.key()));
      create.addAll(List.of("--known-hosts", lab.hosts.knownHosts()));
      lab.hosts.addresses().subList(0, members).forEach(host -> create.add(host.host()));
      lab.succeeds(create.toArray());
      return lab;
    } catch (RuntimeException | Error e) {
      lab.close();
      throw e;
    }
  }

  /** Puts Hadoop on it; skips, aloud, where its files are not to be had. */
  MusterRun deploy(Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("cluster", "deploy", "lab", "hadoop", "-o", "heap=256m", "-o", "memory=2g"));
    words.addAll(List.of("--timeout", "8m"));
    words.addAll(Arrays.asList(more));
    MusterRun deployed = muster.run(words.toArray());
    Assumptions.assumeTrue(
        deployed.code() != UNAVAILABLE, "Hadoop's files are not to be had: " + deployed.err());
    assertThat(deployed.code()).as(deployed.out() + deployed.err() + logs()).isZero();
    return deployed;
  }

  /** Puts a Spark on it that goes to YARN. */
  void deploySpark() {
    MusterRun deployed =
        muster.run(
            "cluster", "deploy", "lab", "spark", "--spark-version", "3.5.6", "-o", "memory=1g");
    Assumptions.assumeTrue(
        deployed.code() != UNAVAILABLE, "Spark's files are not to be had: " + deployed.err());
    assertThat(deployed.code()).as(deployed.out() + deployed.err()).isZero();
  }

  MusterRun succeeds(Object... args) {
    MusterRun run = muster.run(args);
    assertThat(run.code()).as(List.of(args) + "\n" + run.out() + run.err()).isZero();
    return run;
  }

  /** What one of Hadoop's commands prints on the head. */
  String hdfs(String... words) {
    List<String> argv = new ArrayList<>(List.of(HADOOP + "/bin/hdfs"));
    argv.addAll(List.of(words));
    return hosts.host(1).run(argv.toArray(String[]::new));
  }

  /** Jobs, newest first. */
  List<Map<String, Object>> jobs() {
    return muster.run("job", "list", "--json").json();
  }

  /** Applications that have not ended. */
  List<String> applications() {
    return hosts
        .host(1)
        .run(HADOOP + "/bin/yarn", "application", "-list")
        .lines()
        .filter(line -> line.startsWith("application_"))
        .toList();
  }

  private String logs() {
    StringBuilder text = new StringBuilder();
    for (TestHost host : hosts.all()) {
      Path logs = host.path(HADOOP + "/logs");
      try (Stream<Path> files = Files.list(logs)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          List<String> lines = Files.readAllLines(file);
          text.append(host).append(' ').append(file.getFileName()).append('\n');
          lines
              .subList(Math.max(0, lines.size() - 5), lines.size())
              .forEach(line -> text.append("  ").append(line).append('\n'));
        }
      } catch (java.io.IOException e) {
        text.append(host).append(" has no logs\n");
      }
    }
    return text.toString();
  }

  /** Nothing of the service is on any host. */
  void assertClean() {
    for (TestHost host : hosts.all()) {
      assertThat(host.processes()).as(host.toString()).isEmpty();
      assertThat(host.files())
          .as(host.toString())
          .filteredOn(file -> !file.startsWith("/etc/ssh/"))
          .allMatch(
              file ->
                  file.matches(
                      "/root/\\.muster(/clusters(/lab(/(id|node|cluster\\.json|jobs|files).*)?)?)?"));
    }
  }

  @Override
  public void close() {
    hosts.close();
  }
}
