package dev.muster.service.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.service.hadoop.HadoopPlan.Host;
import dev.muster.spi.service.ServiceProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HadoopPlanTest {

  private static final List<String> HEAD = List.of("namenode", "resourcemanager", "historyserver");
  private static final List<String> WORKER = List.of("datanode", "nodemanager");

  private static List<String> programs(Host host) {
    return host.programs().stream().map(HadoopProgram::label).toList();
  }

  @Test
  void theHeadLeadsAndTheOthersWork() {
    HadoopPlan plan = Sample.plan(Sample.options(Map.of()), 16_384, 16_384, 8192);
    assertThat(plan.hosts().stream().map(HadoopPlanTest::programs))
        .containsExactly(HEAD, WORKER, WORKER);
    assertThat(plan.replication()).isEqualTo(2);
    assertThat(plan.fs()).isEqualTo("hdfs://10.0.0.1:9000");
    // A tenth is the system's, two programs have a sixteenth each.
    assertThat(plan.hosts().get(1).memoryMib()).isEqualTo(16_384 - 1638 - 2 * 1024);
    assertThat(plan.hosts().get(2).memoryMib()).isEqualTo(8192 - 1024 - 2 * 512);
    assertThat(plan.largestMemory()).isEqualTo(plan.hosts().get(1).memoryMib());
  }

  @Test
  void aHeadAloneWorksAndAnotherWhenItIsTold() {
    assertThat(programs(Sample.plan(Sample.options(Map.of()), 16_384).head()))
        .containsAll(HEAD)
        .containsAll(WORKER);
    HadoopPlan both = Sample.plan(Sample.options(Map.of("head-works", "true")), 16_384, 16_384);
    assertThat(both.workers()).hasSize(2);
    assertThat(both.head().memoryMib()).isLessThan(both.hosts().get(1).memoryMib());
  }

  @Test
  void aHeadThatHasDataGoesOnWhenOthersCome() {
    HadoopPlan plan =
        HadoopPlan.of(
            Sample.nodes(2),
            Map.of(
                1, Sample.measure(1, 16_384, Set.of(), "datanode"),
                2, Sample.measure(2, 16_384, Set.of(), "")),
            Sample.options(Map.of()),
            "3.4.2",
            null);
    assertThat(plan.head().works()).isTrue();
  }

  @Test
  void takenPortsAreGoneRound() {
    HadoopPlan plan =
        HadoopPlan.of(
            Sample.nodes(1),
            Map.of(1, Sample.measure(1, 16_384, Set.of(9000, 8030, 8031), "")),
            Sample.options(Map.of("rm-ui-port", "18088")),
            "3.4.2",
            null);
    Map<String, Integer> ports = plan.head().ports();
    assertThat(ports).containsEntry("rm_ui", 18_088).containsEntry("fs", 9001);
    assertThat(new HashMap<>(ports).values()).doesNotHaveDuplicates().doesNotContain(8030, 8031);
    assertThat(ports).hasSize(HadoopPorts.names().size());
  }

  private static List<String> problems(
      HadoopOptions options, Map<Integer, HadoopLook> looks, long... memories) {
    return new HadoopPreflight(
            Sample.plan(options, memories), options, "muster-c1", looks, Map.of(), null)
        .problems().stream().map(ServiceProblem::what).toList();
  }

  private static HadoopLook look(String... lines) {
    return HadoopLook.parse(String.join("\n", lines));
  }

  @Test
  void goodHostsHaveNoProblems() {
    assertThat(
            problems(
                Sample.options(Map.of()),
                Map.of(1, look("user ana", "name muster-c1"), 2, look("data muster-c1")),
                16_384,
                16_384))
        .isEmpty();
  }

  @Test
  void dataOfAnotherHdfsIsNeverTouched() {
    assertThat(
            problems(
                Sample.options(Map.of()),
                Map.of(1, look("name CID-1234"), 2, look("data ?"), 3, look("data muster-c1")),
                16_384,
                16_384,
                16_384))
        .containsExactly(
            "/home/ana/.muster/clusters/lab/data/hadoop/name has the data of another HDFS: CID-1234",
            "/home/ana/.muster/clusters/lab/data/hadoop/data has files that are no HDFS");
    assertThat(
            problems(
                Sample.options(Map.of()),
                Map.of(1, look("user ana"), 2, look("data muster-c1")),
                16_384,
                16_384))
        .containsExactly(
            "/home/ana/.muster/clusters/lab/data/hadoop/data has blocks of this cluster, whose head"
                + " has lost their names");
  }

  @Test
  void whatIsWrongIsSaidAtOnce() {
    assertThat(
            problems(
                Sample.options(Map.of("replication", "3")),
                Map.of(1, look("missing bash"), 2, look("noexec /home")),
                16_384,
                1500))
        .containsExactly(
            "it has no program bash",
            "/home is mounted noexec, and containers run programs from there",
            "of its 1500 MiB of memory YARN could have 0",
            "each block should be on 3 nodes, 1 work");
    assertThat(problems(Sample.options(Map.of("memory", "64g")), Map.of(), 16_384, 16_384))
        .containsExactly("it has 16384 MiB of memory, YARN should have 65536");
  }
}
