package dev.muster.service.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.spi.MusterException;
import dev.muster.spi.service.ServiceDeployment;
import dev.muster.spi.service.ServiceStep;
import dev.muster.testkit.hosts.HostOptions;
import dev.muster.testkit.hosts.TestHost;
import dev.muster.testkit.hosts.TestHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JDK that is shipped to hosts without Java. */
@Timeout(900)
class ShippedJavaIT {

  @TempDir Path folder;

  /** A small Java of this machine's JDK. */
  private Path linked() throws Exception {
    Path home = Path.of(System.getProperty("java.home"));
    Path jlink = home.resolve("bin/jlink");
    assumeTrue(
        Files.isExecutable(jlink) && Files.isDirectory(home.resolve("jmods")),
        "no jlink with jmods in " + home + ": install a whole JDK");
    Path jdk = folder.resolve("jdk");
    Process link =
        new ProcessBuilder(
                jlink.toString(), "--add-modules", "java.base", "--output", jdk.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("jlink").toFile())
            .start();
    assertThat(link.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(link.exitValue()).as(Files.readString(folder.resolve("jlink"))).isZero();
    return jdk;
  }

  private static void machine(Path program, int number) throws IOException {
    byte[] bytes = Files.readAllBytes(program);
    bytes[18] = (byte) number;
    Files.write(program, bytes, StandardOpenOption.TRUNCATE_EXISTING);
  }

  @Test
  void runsOnHostsThatHaveNoneAndGoesWithTheService() throws Exception {
    TestHosts.assumePossible();
    Path jdk = linked();
    HostOptions bare = HostOptions.PLAIN.withoutJava();
    try (FakeSpark spark = new FakeSpark(folder);
        TestHosts hosts = TestHosts.builder(2).all(bare).start();
        Lab lab = new Lab(hosts, "lab", spark.distributions())) {
      assertThat(BadHostsIT.text(lab.open(Map.of()).preflight())).contains("it has no Java 17");

      ServiceDeployment deployment = lab.open(Map.of("jdk", jdk.toString()));
      assertThat(deployment.preflight()).isEmpty();
      String said = "";
      for (ServiceStep step : deployment.steps()) {
        said = BadHostsIT.text(step.work().on(step.nodes()));
        if (!said.isEmpty()) {
          assertThat(step.name()).as(said).isEqualTo("await master");
          break;
        }
      }
      assertThat(said)
          .as("Java ran; Spark's jars are noise")
          .contains("org.apache.spark.deploy.master.Master");
      String base = "/root/.muster/clusters/lab/services/spark/";
      String java = hosts.host(1).run("head", "-n", "1", base + "master/argv").strip();
      assertThat(java).startsWith(base + "dist/").endsWith("/bin/java");
      assertThat(hosts.host(2).run(java, "-XX:-UsePerfData", "-version"))
          .contains("version \"" + System.getProperty("java.version"));
      assertThat(hosts.host(2).run("sed", "-n", "s/^JAVA_HOME=//p", base + "worker/env").strip())
          .isEqualTo(java.replace("/bin/java", ""));

      long sent = hosts.sentBytes();
      ServiceDeployment again = lab.open(Map.of("jdk", jdk.toString()));
      assertThat(again.preflight()).isEmpty();
      for (ServiceStep step : again.steps().subList(0, 4)) {
        assertThat(step.work().on(step.nodes())).as(step.name()).isEmpty();
      }
      assertThat(hosts.sentBytes() - sent).as("it is there").isLessThan(500_000);

      Lab.run(lab.open(Map.of()).removal(false), new LinkedHashMap<>());
      for (TestHost host : hosts.all()) {
        assertThat(host.processes()).isEmpty();
        assertThat(host.files())
            .allMatch(file -> file.matches("/root/\\.muster(/clusters(/lab)?)?"));
      }

      machine(jdk.resolve("bin/java"), 183);
      String other = BadHostsIT.text(lab.open(Map.of("jdk", jdk.toString())).preflight());
      assertThat(other.lines())
          .hasSize(2)
          .allMatch(line -> line.contains("the JDK that is shipped is for aarch64 | name a JDK"));
      Files.delete(jdk.resolve("release"));
      assertThatThrownBy(() -> lab.open(Map.of("jdk", jdk.toString())).preflight())
          .isInstanceOf(MusterException.class)
          .hasMessageContaining("is no JDK: it has no release");
    }
  }
}
