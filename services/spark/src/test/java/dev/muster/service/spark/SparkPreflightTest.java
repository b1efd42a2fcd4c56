package dev.muster.service.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.service.spark.SparkMeasure.Java;
import dev.muster.spi.Problem;
import dev.muster.spi.ProblemsException;
import dev.muster.spi.service.ServiceProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with hosts and with options: all of it at once, each with its fix. */
class SparkPreflightTest {

  private static final String DIGEST = "d".repeat(64);

  private static List<String> problems(Map<String, String> values, Sites.Sample... samples) {
    SparkOptions options = SparkOptions.read(values, List.of());
    SparkPlan plan =
        SparkPlan.of(
            Sites.nodes(samples.length - 1), Sites.measures(samples), options, "4.1.1", "2.13");
    List<ServiceProblem> problems = new SparkPreflight(plan, options, 300, DIGEST).problems();
    assertThat(problems).allSatisfy(problem -> assertThat(problem.fix()).isNotNull());
    return problems.stream()
        .map(problem -> problem.node().address() + ": " + problem.what() + " | " + problem.fix())
        .toList();
  }

  @Test
  void goodHostsHaveNone() {
    assertThat(problems(Map.of(), Sites.good(1), Sites.good(2))).isEmpty();
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    List<String> problems =
        problems(
            Map.of("master-port", "7000", "worker-port", "7001"),
            Sites.good(1).javas().listening(7000).unresolved(),
            Sites.good(2).javas(new Java("11.0.1", "/11")).disk(100).skew(Duration.ofHours(1)),
            Sites.good(3).memory(1200).missing("setsid").listening(7001),
            Sites.good(4).address("10.0.0.2").skew(Duration.ofHours(-1)));
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
                Sites.good(1)
                    .disk(600)
                    .has(DIGEST)
                    .listening(7000)
                    .running("master", Map.of("master", 7000))))
        .isEmpty();
  }

  @Test
  void moreMemoryThanAHostHasIsRefused() {
    assertThat(problems(Map.of("memory", "64g"), Sites.good(1), Sites.good(2)))
        .containsExactly(
            "h2: it has 16384 MiB of memory, its worker should have 65536 | state less: memory=8192m");
  }

  @Test
  void addressesThatOthersDoNotReachAreRefused() {
    assertThat(problems(Map.of(), Sites.good(1).address("127.0.1.1"), Sites.good(2).address("")))
        .hasSize(2)
        .allMatch(problem -> problem.contains("no address that others reach"));
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
