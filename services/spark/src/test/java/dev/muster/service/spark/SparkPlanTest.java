package dev.muster.service.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.hosts.HostMeasure.Java;
import dev.muster.service.spark.SparkPlan.Host;
import dev.muster.testkit.hosts.SampleHost;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SparkPlanTest {

  private static SparkOptions options(Map<String, String> values) {
    return SparkOptions.read(values, List.of());
  }

  private static SparkPlan plan(Map<String, String> values, SampleHost... samples) {
    return SparkPlan.of(
        SampleHost.nodes(samples.length - 1),
        Sites.measures(samples),
        options(values),
        "4.1.1",
        "2.13",
        null);
  }

  @Test
  void masterOnTheHeadWorkersOnTheOthers() {
    SparkPlan plan = plan(Map.of(), SampleHost.good(1), SampleHost.good(2), SampleHost.good(3));
    assertThat(plan.hosts()).extracting(Host::master).containsExactly(true, false, false);
    assertThat(plan.hosts()).extracting(Host::worker).containsExactly(false, true, true);
    assertThat(plan.url()).isEqualTo("spark://10.0.0.1:7077");
    assertThat(plan.head().ports()).containsOnly(Map.entry("master", 7077), Map.entry("ui", 8080));
    assertThat(plan.hosts().get(1).ports())
        .containsOnly(Map.entry("worker", 7078), Map.entry("worker_ui", 8081));
    assertThat(plan.hosts().get(1).cores()).isEqualTo(4);
    assertThat(plan.hosts().get(1).memoryMib()).as("less a tenth").isEqualTo(14_746);
  }

  @Test
  void aHeadAloneWorksItselfAndAHeadMayBeToldTo() {
    SparkPlan alone = plan(Map.of(), SampleHost.good(1));
    assertThat(alone.head().worker()).isTrue();
    assertThat(alone.head().memoryMib())
        .as("master and drivers have theirs")
        .isEqualTo(14_746 - 2048);
    assertThat(alone.head().ports()).hasSize(4).doesNotContainValue(0);
    assertThat(
            plan(Map.of("head-works", "true"), SampleHost.good(1), SampleHost.good(2))
                .head()
                .worker())
        .isTrue();
  }

  @Test
  void aHeadThatWorkedAloneGoesOnWhenOthersCome() {
    SampleHost head = SampleHost.good(1).running("worker", Map.of("worker", 7078));
    assertThat(plan(Map.of(), head, SampleHost.good(2)).head().worker()).isTrue();
  }

  @Test
  void anExecutorFitsTheSmallestWorker() {
    SparkPlan plan =
        plan(
            Map.of(),
            SampleHost.good(1).memory(4096),
            SampleHost.good(2),
            SampleHost.good(3).memory(4096));
    assertThat(plan.executorMemory()).isEqualTo(3072);
  }

  @Test
  void whatIsStatedGoesBeforeWhatIsMeasured() {
    SparkPlan plan =
        plan(
            Map.of("cores", "2", "memory", "3g", "master-port", "9000", "ui-port", "9001"),
            SampleHost.good(1),
            SampleHost.good(2));
    assertThat(plan.hosts().get(1).cores()).isEqualTo(2);
    assertThat(plan.hosts().get(1).memoryMib()).isEqualTo(3072);
    assertThat(plan.url()).isEqualTo("spark://10.0.0.1:9000");
  }

  @Test
  void takenPortsAreGoneRoundAndOurOwnAreKept() {
    SparkPlan other = plan(Map.of(), SampleHost.good(1).listening(7077, 8080), SampleHost.good(2));
    assertThat(other.head().port("master")).as("7078 is usual for workers").isEqualTo(7079);
    assertThat(other.head().port("ui")).as("8081 is usual for workers").isEqualTo(8082);
    SparkPlan again =
        plan(
            Map.of(),
            SampleHost.good(1)
                .listening(7079, 8082)
                .running("master", Map.of("master", 7079, "ui", 8082)),
            SampleHost.good(2));
    assertThat(again.url()).isEqualTo("spark://10.0.0.1:7079");
  }

  private static String said(Java java) {
    return java.version() + " " + java.path();
  }

  @Test
  void theNewestJavaThatSparkRunsOnIsTaken() {
    Java eight = new Java("1.8.0_402", "/8");
    Java seventeen = new Java("17.0.1", "/17");
    Java twentyOne = new Java("21", "/21");
    Java twentyFive = new Java("25-ea+1", "/25");
    assertThat(
            plan(
                    Map.of(),
                    SampleHost.good(1)
                        .javas(said(twentyFive), said(eight), said(seventeen), said(twentyOne)))
                .head()
                .java())
        .isEqualTo(twentyOne);
    assertThat(List.of(eight.feature(), twentyFive.feature())).containsExactly(8, 25);
    assertThat(
            plan(Map.of(), SampleHost.good(1).javas(said(eight), said(twentyFive)))
                .head()
                .java()
                .path())
        .isEmpty();
  }
}
