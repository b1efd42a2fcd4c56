package dev.muster.service.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.spi.service.ServiceListener;
import dev.muster.testkit.Eventually;
import dev.muster.testkit.hosts.HostOptions;
import dev.muster.testkit.hosts.SampleHost;
import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is tried on real hosts before Spark is started: firewalls, logins, a Spark that is there.
 */
@Timeout(900)
class PreflightIT {

  private static TestHosts hosts;

  @TempDir Path folder;
  private FakeSpark spark;
  private Lab lab;

  @BeforeAll
  static void start() {
    TestHosts.assumePossible();
    hosts = TestHosts.builder(3).host(3, HostOptions.PLAIN.withUser("ana")).start();
  }

  @AfterAll
  static void stop() {
    if (hosts != null) {
      hosts.close();
    }
  }

  @BeforeEach
  void lab() throws Exception {
    spark = new FakeSpark(folder);
    lab = new Lab(hosts, "lab", spark.distributions());
  }

  @AfterEach
  void nothingIsLeft() {
    lab.close();
    spark.close();
    for (TestHost host : hosts.all()) {
      assertThat(host.processes()).as(host.toString()).isEmpty();
      assertThat(host.files()).as(host.toString()).isEmpty();
    }
  }

  private String problems(Map<String, String> values) throws Exception {
    return BadHostsIT.text(lab.open(values).preflight());
  }

  @Test
  void hostsThatReachEachOtherHaveNoProblem() throws Exception {
    assertThat(problems(Map.of())).isEmpty();
    assertThat(lab.messages).noneMatch(line -> line.contains("not tried"));
  }

  @Test
  void aFirewallBeforeTheMasterIsNamedByEachWorker() throws Exception {
    hosts.host(1).block(7077);
    try {
      String master = hosts.host(1).address() + ":7077: no answer within 5 s";
      assertThat(problems(Map.of()).lines())
          .hasSize(2)
          .anyMatch(line -> line.startsWith("h2: it does not reach the master's port " + master))
          .anyMatch(line -> line.startsWith("h3: it does not reach the master's port " + master))
          .allMatch(
              line -> line.contains("through the firewall of root@" + hosts.host(1).address()));
    } finally {
      hosts.host(1).unblock();
    }
  }

  @Test
  void aFirewallBeforeAWorkerIsNamed() throws Exception {
    hosts.host(2).blockAllButSsh();
    try {
      assertThat(problems(Map.of("worker-port", "7100")).lines())
          .singleElement()
          .asString()
          .startsWith(
              "h2: the head does not reach its port "
                  + hosts.host(2).address()
                  + ":7100: no answer within 5 s | let TCP between all hosts");
    } finally {
      hosts.host(2).unblock();
    }
  }

  @Test
  void aWorkerThatJoinsIsTriedWithTheMasterThatRuns() throws Exception {
    TestHost head = hosts.host(1);
    head.run("sh", "-c", "setsid python3 -m http.server 7000 >/dev/null 2>&1 </dev/null &");
    SparkPlan plan = withMaster();
    SparkReach reach = new SparkReach(lab.fleet, ServiceListener.NONE);
    try {
      Eventually.until("it listens", () -> head.run("ss", "-ltn").contains(":7000 "));
      assertThat(reach.problems(plan)).isEmpty();
      head.block(7000);
      assertThat(BadHostsIT.text(reach.problems(plan)))
          .startsWith("h2: it does not reach the master's port " + head.address() + ":7000:");
    } finally {
      head.unblock();
      head.run("pkill", "-f", "http.server 7000");
    }
  }

  @Test
  void aMasterThatCannotStartIsNoFirewallSoThatADeploymentMayMendIt() throws Exception {
    assertThat(new SparkReach(lab.fleet, ServiceListener.NONE).problems(withMaster())).isEmpty();
  }

  /** A head whose master is at port 7000, and a worker to come. */
  private SparkPlan withMaster() {
    return SparkPlan.of(
        lab.nodes.subList(0, 2),
        Sites.measures(
            SampleHost.good(1)
                .address(hosts.host(1).address())
                .running("master", Map.of("master", 7000)),
            SampleHost.good(2).address(hosts.host(2).address())),
        SparkOptions.read(Map.of(), List.of()),
        "4.1.1",
        "2.13",
        null);
  }

  @Test
  void withoutPythonNothingIsTriedAndThatIsSaid() throws Exception {
    TestHost host = hosts.host(3);
    for (String folder : List.of("/usr/bin", "/usr/local/bin")) {
      host.run("sh", "-c", "cd " + folder + "; [ ! -e python3 ] || mv python3 python3.off");
    }
    try {
      assertThat(problems(Map.of())).isEmpty();
      assertThat(lab.messages)
          .anyMatch(line -> line.contains(host.address() + " has no python3: not tried whether"));
    } finally {
      for (String folder : List.of("/usr/bin", "/usr/local/bin")) {
        host.run("sh", "-c", "cd " + folder + "; [ ! -e python3.off ] || mv python3.off python3");
      }
      host.forgetFiles();
    }
  }

  @Test
  void warnsOfALogindThatEndsWhatAUserLeaves() throws Exception {
    TestHost host = hosts.host(2);
    Path loginctl = host.path("/usr/local/bin/loginctl");
    Files.writeString(
        loginctl,
        """
        #!/bin/sh
        [ "$1" = show-session ] || exit 1
        printf 'KillUserProcesses=yes\\nKillOnlyUsers=\\nKillExcludeUsers=%s\\n' "$(cat /tmp/except)"
        """);
    host.run("chmod", "755", "/usr/local/bin/loginctl");
    try {
      host.run("sh", "-c", "echo bob >/tmp/except");
      assertThat(problems(Map.of())).as("it is no problem yet").isEmpty();
      assertThat(lab.messages)
          .anyMatch(line -> line.contains("its logind ends what root leaves at logout"));
      lab.messages.clear();
      host.run("sh", "-c", "echo bob root >/tmp/except");
      assertThat(problems(Map.of())).isEmpty();
      assertThat(lab.messages).noneMatch(line -> line.contains("logind"));
    } finally {
      host.run("rm", "/usr/local/bin/loginctl", "/tmp/except");
      hosts.all().forEach(TestHost::forgetFiles);
    }
  }

  @Test
  void aSparkOnTheHostsIsTheSameOnAll() throws Exception {
    for (TestHost host : hosts.all().subList(0, 2)) {
      String version = host.name().equals("h1") ? "4.1.1" : "3.5.6";
      host.run(
          "sh",
          "-c",
          "mkdir -p /opt/spark/jars && touch /opt/spark/jars/spark-core_2.13-" + version + ".jar");
    }
    try {
      assertThat(problems(Map.of("spark-home", "/opt/spark")).lines())
          .hasSize(2)
          .anyMatch(
              line ->
                  line.startsWith(
                      "h2: /opt/spark has Spark \"2.13-3.5.6\", another node has 2.13-4.1.1 | name"))
          .anyMatch(
              line ->
                  line.startsWith("h3: /opt/spark/jars has no Spark | put Spark there, or leave"));
    } finally {
      hosts.all().forEach(host -> host.run("rm", "-rf", "/opt/spark"));
    }
  }
}
