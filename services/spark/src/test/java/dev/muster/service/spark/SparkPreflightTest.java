package dev.muster.service.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.hosts.ShippedJava;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.distribution.Distribution;
import dev.muster.spi.distribution.Distribution.Origin;
import dev.muster.spi.distribution.DistributionFile;
import dev.muster.spi.service.ServiceProblem;
import dev.muster.testkit.hosts.SampleHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with hosts and with options: all of it at once, each with its fix. */
class SparkPreflightTest {

  @TempDir Path folder;

  private static final String DIGEST = "d".repeat(64);

  private static List<String> problems(Map<String, String> values, SampleHost... samples) {
    SparkOptions options = SparkOptions.read(values, List.of());
    SparkPlan plan =
        SparkPlan.of(
            SampleHost.nodes(samples.length - 1),
            Sites.measures(samples),
            options,
            "4.1.1",
            "2.13",
            null);
    List<ServiceProblem> problems =
        new SparkPreflight(plan, options, Map.of(DIGEST, 300L), null).problems();
    assertThat(problems).allSatisfy(problem -> assertThat(problem.fix()).isNotNull());
    return problems.stream()
        .map(problem -> problem.node().address() + ": " + problem.what() + " | " + problem.fix())
        .toList();
  }

  @Test
  void goodHostsHaveNone() {
    assertThat(problems(Map.of(), SampleHost.good(1), SampleHost.good(2))).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    List<String> problems =
        problems(
            Map.of("master-port", "7000", "worker-port", "7001"),
            SampleHost.good(1).javas().listening(7000).unresolved(),
            SampleHost.good(2).javas("11.0.1 /11").disk(100).skew(Duration.ofHours(1)),
            SampleHost.good(3).memory(1200).missing("setsid").listening(7001),
            SampleHost.good(4).address("10.0.0.2").skew(Duration.ofHours(-1)));
    assertThat(String.join("\n", problems))
        .contains(
            "h1: it has no Java 17 to 22 | apt-get install openjdk-17",
            "h1: port 7000 (master) is taken | name another: master-port=PORT",
            "h1: it does not find its own name h1 | put a line into /etc/hosts there: 10.0.0.1 h1",
            "h2: it has no Java 17 to 22, only 11.0.1",
            "h2: 100 MiB are free at /home/ana/.muster/clusters/lab/services/spark, 812 are needed",
            "h2: its clock is 3600 s ahead | set it: timedatectl",
            "h3: of its 1200 MiB of memory a worker could have 176",
            "h3: it has no program setsid | apt-get install util-linux",
            "h3: port 7001 (worker) is taken",
            "h4: it has the address 10.0.0.2, as h2",
            "h4: its clock is 3600 s behind");
    assertThat(problems).hasSize(11);
  }

  @Test
  void whatIsThereAlreadyNeedsNoRoomAndOurOwnPortsAreNotTaken() {
    assertThat(
            problems(
                Map.of("master-port", "7000"),
                SampleHost.good(1)
                    .disk(600)
                    .has(DIGEST)
                    .listening(7000)
                    .running("master", Map.of("master", 7000))))
        .isEmpty();
  }

  @Test
  void moreMemoryThanAHostHasIsRefused() {
    assertThat(problems(Map.of("memory", "64g"), SampleHost.good(1), SampleHost.good(2)))
        .containsExactly(
            "h2: it has 16384 MiB of memory, its worker should have 65536 | state less: memory=8192m");
  }

  @Test
  void addressesThatOthersDoNotReachAreRefused() {
    assertThat(
            problems(
                Map.of(), SampleHost.good(1).address("127.0.1.1"), SampleHost.good(2).address("")))
        .hasSize(2)
        .allMatch(problem -> problem.contains("no address that others reach"));
  }

  @Test
  void aJavaThatIsShippedFitsTheHosts() throws Exception {
    Path program = Files.write(folder.resolve("java"), elf(183));
    List<DistributionFile> files =
        List.of(new DistributionFile("bin/java", "0".repeat(64), 20, true, program));
    for (String version : List.of("11.0.1", "17.0.15")) {
      ShippedJava jdk = ShippedJava.of(Distribution.of("java", version, "", Origin.TARBALL, files));
      SparkOptions options = SparkOptions.read(Map.of("jdk", "/some/jdk"), List.of());
      SparkPlan plan =
          SparkPlan.of(
              SampleHost.nodes(2),
              Sites.measures(
                  SampleHost.good(1).javas().arch("aarch64"),
                  SampleHost.good(2),
                  SampleHost.good(3).arch("")),
              options,
              "4.1.1",
              "2.13",
              jdk);
      assertThat(plan.head().java().path()).endsWith("/services/spark/" + jdk.home() + "/bin/java");
      List<String> problems =
          new SparkPreflight(plan, options, Map.of(), jdk)
              .problems().stream().map(one -> one.node().address() + ": " + one.what()).toList();
      if (version.startsWith("17")) {
        assertThat(problems)
            .containsExactly(
                "h2: it is a x86_64, the JDK that is shipped is for aarch64",
                "h3: it is a , the JDK that is shipped is for aarch64");
      } else {
        assertThat(problems)
            .hasSize(5)
            .contains("h1: the JDK that is shipped is Java 11.0.1, no Java 17 to 22");
      }
    }
    Files.writeString(program, "#!/bin/sh\n");
    assertThatThrownBy(
            () -> ShippedJava.of(Distribution.of("java", "17", "", Origin.TARBALL, files)))
        .hasMessageContaining("no program of a Linux");
  }

  private static byte[] elf(int machine) {
    byte[] head = new byte[20];
    head[0] = 0x7f;
    head[1] = 'E';
    head[2] = 'L';
    head[3] = 'F';
    head[18] = (byte) machine;
    return head;
  }

  @Test
  void warnsWhereALogoutEndsPrograms() {
    SparkOptions options = SparkOptions.read(Map.of(), List.of());
    SparkPlan plan =
        SparkPlan.of(
            SampleHost.nodes(1),
            Sites.measures(SampleHost.good(1), SampleHost.good(2).leaves("ana")),
            options,
            "4.1.1",
            "2.13",
            null);
    assertThat(new SparkPreflight(plan, options, Map.of(), null).warnings())
        .singleElement()
        .asString()
        .startsWith("h2: its logind ends what ana leaves at logout")
        .contains("KillExcludeUsers=root ana");
  }

  @Test
  void optionsThatExcludeEachOtherAreRefused() {
    Map<String, String> values =
        Map.of("java", "/j", "jdk", "/k", "spark-home", "/s", "tarball", "/t", "version", "4.1.1");
    assertThatThrownBy(() -> SparkOptions.read(values, List.of()))
        .hasMessageContaining("java and jdk exclude each other")
        .hasMessageContaining("spark-home and tarball exclude each other")
        .hasMessageContaining("spark-home and version exclude each other")
        .hasMessageContaining("tarball and version exclude each other");
  }

  @Test
  void optionsAreRefusedWholeWithAllThatIsWrong() {
    List<String> conf = new ArrayList<>(List.of("spark.ui.port=0", "spark.ui.port=1", "novalue"));
    Collections.addAll(
        conf,
        "spark.authenticate=false",
        "spark.authenticate.secret=x",
        "spark.master.rest.enabled=true",
        "spark.a=b\nspark.authenticate=false",
        "spark.a b=c",
        "--conf=x");
    Map<String, String> values =
        Map.of(
            "cores", "0",
            "memory", "lots",
            "master-port", "80",
            "ui-port", "7077x",
            "java", "relative/java",
            "spark-home", "/opt/*",
            "head-works", "maybe",
            "nope", "x");
    assertThatThrownBy(() -> SparkOptions.read(values, conf))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e ->
                assertThat(String.join("\n", e.problems().stream().map(Problem::toString).toList()))
                    .contains(
                        "no option nope",
                        "cores is \"0\"",
                        "memory is \"lots\"",
                        "master-port is \"80\"",
                        "ui-port is \"7077x\"",
                        "java is \"relative/java\"",
                        "spark-home is \"/opt/*\"",
                        "head-works is \"maybe\"",
                        "spark.ui.port is set twice",
                        "\"novalue\" is no setting",
                        "spark.authenticate cannot be set",
                        "spark.authenticate.secret cannot be set",
                        "spark.master.rest.enabled cannot be set",
                        "the value of spark.a is not one line",
                        "\"spark.a b=c\" is no setting",
                        "\"--conf=x\" is no setting"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.a=b", "spark.a=", "spark.a=b=c", "spark.a= ü \\n #!"})
  void settingsOfSparkAreTakenAsTheyStand(String line) {
    assertThat(SparkOptions.read(Map.of(), List.of(line)).conf())
        .containsExactly(Map.entry(line.substring(0, 7), line.substring(8)));
  }
}
