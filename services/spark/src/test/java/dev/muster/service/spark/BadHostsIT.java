package dev.muster.service.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.service.ServiceDeployment;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.spi.service.ServiceStep;
import dev.muster.testkit.hosts.HostOptions;
import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that Spark cannot be deployed on: each says why, and nothing is left on any. */
@Timeout(900)
class BadHostsIT {

  @TempDir Path folder;
  private FakeSpark spark;

  @BeforeEach
  void publish() {
    TestHosts.assumePossible();
    spark = new FakeSpark(folder);
  }

  @AfterEach
  void close() {
    if (spark != null) {
      spark.close();
    }
  }

  static String text(List<ServiceProblem> problems) {
    return String.join(
        "\n",
        problems.stream()
            .map(one -> "h" + one.node().number() + ": " + one.what() + " | " + one.fix())
            .toList());
  }

  @Test
  void everyHostSaysWhatIsWrongAndNoneIsTouched() throws Exception {
    TestHosts hosts =
        TestHosts.builder(5)
            .host(2, HostOptions.PLAIN.withoutJava())
            .host(3, HostOptions.PLAIN.withSkew(Duration.ofHours(1)))
            .host(4, HostOptions.PLAIN.withDisk("20m"))
            .start();
    try (hosts;
        Lab lab = new Lab(hosts, "lab", spark.distributions())) {
      hosts
          .host(1)
          .run(
              "sh",
              "-c",
              "setsid sshd -p 7000 >/dev/null 2>&1 </dev/null || /usr/sbin/sshd -p 7000");
      hosts.host(5).kill();
      ServiceDeployment deployment = lab.open(Map.of("master-port", "7000"));
      String problems = text(deployment.preflight());
      assertThat(problems)
          .contains(
              "h1: port 7000 (master) is taken | name another: master-port=PORT",
              "h2: it has no Java 17 to 22 | apt-get install",
              "s ahead | set it: timedatectl",
              "MiB are free at /root/.muster/clusters/lab/services/spark, 513 are needed",
              "h5: ");
      assertThat(problems.lines().filter(line -> line.startsWith("h3: its clock is 3"))).hasSize(1);
      for (TestHost host : hosts.all().subList(0, 4)) {
        assertThat(host.files()).as(host.toString()).isEmpty();
      }
    }
  }

  @Test
  void aMasterThatCannotStartIsSaidAndTakenAway() throws Exception {
    try (TestHosts hosts = TestHosts.start(2);
        Lab lab = new Lab(hosts, "lab", spark.distributions())) {
      hosts.host(1).run("rm", "-f", "/usr/local/bin/crontab", "/usr/bin/crontab");
      hosts.host(1).forgetFiles();
      ServiceDeployment deployment = lab.open(Map.of());
      assertThat(deployment.preflight()).isEmpty();
      String problems = "";
      for (ServiceStep step : deployment.steps()) {
        problems = text(step.work().on(step.nodes()));
        if (!problems.isEmpty()) {
          assertThat(step.name()).isEqualTo("await master");
          break;
        }
      }
      // The jars are noise: Java says that it finds no main class.
      assertThat(problems)
          .startsWith("h1: the master is ")
          .contains("org.apache.spark.deploy.master");
      assertThat(lab.messages)
          .as("there is no cron, and no logind runs")
          .filteredOn(line -> line.contains("a boot starts nothing"))
          .singleElement()
          .asString()
          .endsWith("muster cluster start lab");
      Lab.run(lab.open(Map.of()).removal(false), new LinkedHashMap<>());
      for (TestHost host : lab.hosts.all()) {
        assertThat(host.processes()).isEmpty();
        assertThat(host.files())
            .allMatch(file -> file.matches("/root/\\.muster(/clusters(/lab)?)?"));
      }
      Lab.run(lab.open(Map.of()).removal(false), new LinkedHashMap<>());
    }
  }

  @Test
  void twoClustersOnOneHostDoNotMeet() throws Exception {
    try (TestHosts hosts = TestHosts.start(1);
        Lab lab = new Lab(hosts, "one", spark.distributions());
        Lab other = new Lab(hosts, "two", spark.distributions())) {
      for (Lab each : List.of(lab, other)) {
        ServiceDeployment deployment = each.open(Map.of());
        assertThat(deployment.preflight()).isEmpty();
        for (ServiceStep step : deployment.steps().subList(0, 4)) {
          assertThat(step.work().on(step.nodes())).as(step.name()).isEmpty();
        }
      }
      Lab.run(lab.open(Map.of()).removal(false), new LinkedHashMap<>());
      assertThat(hosts.host(1).processes())
          .extracting(process -> process.command())
          .isNotEmpty()
          .allMatch(command -> command.contains("/clusters/two/") || command.startsWith("sleep"));
      assertThat(hosts.host(1).run("crontab", "-l").lines())
          .singleElement()
          .asString()
          .endsWith("# muster two-id-spark-master");
      Lab.run(other.open(Map.of()).removal(false), new LinkedHashMap<>());
      assertThat(hosts.host(1).processes()).isEmpty();
      assertThat(hosts.host(1).files()).allMatch(file -> file.startsWith("/root/.muster"));
    }
  }
}
