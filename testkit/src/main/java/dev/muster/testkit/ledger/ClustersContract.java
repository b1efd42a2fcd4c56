package dev.muster.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.muster.model.Cluster;
import dev.muster.model.ClusterName;
import dev.muster.model.ClusterState;
import dev.muster.model.ClusterStep;
import dev.muster.model.HostAddress;
import dev.muster.model.Lease;
import dev.muster.model.Node;
import dev.muster.model.NodeRole;
import dev.muster.model.NodeState;
import dev.muster.model.ServiceRecord;
import dev.muster.model.ServiceState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.MusterException;
import dev.muster.spi.ledger.Clusters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link Clusters} promises. */
public abstract class ClustersContract extends LedgerContract {

  private static final ClusterName LAB = new ClusterName("lab");
  private static final Instant LATER = Samples.TIME.plusSeconds(60);
  private static final String CREATE = "create";

  @Test
  void keepsEveryComponentOfCluster() {
    Cluster cluster = Samples.cluster("c1", "lab");

    insert(cluster);

    assertThat(found(tx -> tx.clusters().find(LAB))).contains(cluster);
    assertThat(found(tx -> tx.clusters().find("c1"))).contains(cluster);
    assertThat(found(tx -> tx.clusters().find("c2"))).isEmpty();
    assertThat(found(tx -> tx.clusters().find(new ClusterName("other")))).isEmpty();
  }

  @Test
  void refusesSecondClusterOfSameNameAndSaysWhoseTheFirstIs() {
    insert(Samples.cluster("c1", "lab"));

    MusterException refusal =
        refused(ErrorKind.CONFLICT, () -> insert(Samples.cluster("c2", "lab")));
    assertThat(refusal).hasMessageContaining("lab").hasMessageContaining("ana@laptop");
    assertThat(refusal.hint()).contains("muster cluster kill lab");
    refused(ErrorKind.CONFLICT, () -> insert(Samples.cluster("c1", "other")));
    assertThat(list(true, 10)).hasSize(1);
  }

  @Test
  void nameOfDeletedClusterIsFreeAndItsHistoryStays() {
    Lease lease = start("c1", "lab");
    write(clusters -> clusters.putNodes(List.of(node("c1", 1)), lease));
    delete("c1", lease);

    assertThat(found(tx -> tx.clusters().find(LAB))).isEmpty();
    Cluster second = Samples.cluster("c2", "lab");
    insert(second);
    assertThat(found(tx -> tx.clusters().find(LAB))).contains(second);
    assertThat(found(tx -> tx.clusters().find("c1")).orElseThrow().state())
        .isEqualTo(ClusterState.DELETED);
    assertThat(listed(tx -> tx.clusters().nodes("c1"))).hasSize(1);
    assertThat(listed(tx -> tx.clusters().nodes("c2"))).isEmpty();

    delete("c2", acquire("c2"));
    insert(Samples.cluster("c3", "lab"));
    assertThat(ids(list(false, 10))).containsExactly("c3");
    assertThat(ids(list(true, 10))).containsExactly("c3", "c2", "c1");
  }

  @Test
  void listsNewestFirst() {
    insert(Samples.cluster("c1", "a", LATER));
    insert(Samples.cluster("c2", "b"));
    insert(Samples.cluster("c3", "c"));

    assertThat(ids(list(false, 10))).containsExactly("c1", "c3", "c2");
    assertThat(ids(list(false, 2))).containsExactly("c1", "c3");
    assertThat(list(false, 0)).isEmpty();
  }

  @Test
  void updatesSpecStateAndTimes() {
    Lease lease = start("c1", "lab");
    Cluster first = Samples.cluster("c1", "lab");
    Cluster changed =
        new Cluster(
            "c1",
            LAB,
            first.provider(),
            "{\"hosts\":[]}",
            ClusterState.READY,
            first.owner(),
            first.created(),
            LATER,
            LATER);

    write(clusters -> clusters.update(changed, lease));

    assertThat(found(tx -> tx.clusters().find("c1"))).contains(changed);
  }

  @Test
  void useNeverGoesBackInTime() {
    Lease lease = start("c1", "lab");
    write(clusters -> clusters.touch("c1", LATER));
    write(clusters -> clusters.touch("c1", Samples.TIME));
    assertThat(used("c1")).isEqualTo(LATER);

    write(clusters -> clusters.update(Samples.cluster("c1", "lab"), lease));
    assertThat(used("c1")).isEqualTo(LATER);
    refused(ErrorKind.NOT_FOUND, () -> write(clusters -> clusters.touch("none", LATER)));
  }

  /** Who has lost the lease writes nothing, whatever it is. */
  @Test
  void everyWriteChecksTheLease() {
    Lease lost = start("c1", "lab");
    write(clusters -> clusters.putSteps(List.of(step(0, "claim")), lost));
    write(clusters -> clusters.putService(service("spark", Map.of()), lost));
    Lease lease =
        ledger().write(tx -> tx.leases().acquire(lost.resource(), Samples.OTHER, TERM, o -> true));
    Cluster ready = Samples.cluster("c1", "lab").with(ClusterState.READY, LATER);

    List<Consumer<Clusters>> writes =
        List.of(
            clusters -> clusters.update(ready, lost),
            clusters -> clusters.putNodes(List.of(node("c1", 1)), lost),
            clusters -> clusters.putSteps(List.of(step(1, "late")), lost),
            clusters -> clusters.forgetSteps("c1", CREATE, lost),
            clusters -> clusters.putService(service("late", Map.of()), lost),
            clusters -> clusters.removeService("c1", "spark", lost));
    for (Consumer<Clusters> each : writes) {
      refused(ErrorKind.CONFLICT, () -> write(each));
    }

    assertThat(found(tx -> tx.clusters().find("c1"))).contains(Samples.cluster("c1", "lab"));
    assertThat(listed(tx -> tx.clusters().nodes("c1"))).isEmpty();
    assertThat(listed(tx -> tx.clusters().steps("c1", CREATE))).containsExactly(step(0, "claim"));
    assertThat(listed(tx -> tx.clusters().services("c1"))).hasSize(1);
    write(clusters -> clusters.update(ready, lease));
    assertThat(found(tx -> tx.clusters().find("c1"))).contains(ready);
  }

  @Test
  void theLeaseIsThatOfTheCluster() {
    Lease lease = start("c1", "lab");
    start("c2", "other");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> write(clusters -> clusters.putNodes(List.of(node("c2", 1)), lease)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                write(clusters -> clusters.putNodes(List.of(node("c1", 1), node("c2", 1)), lease)));
    assertThat(listed(tx -> tx.clusters().nodes("c1"))).isEmpty();
  }

  @Test
  void unknownClusterIsNotFound() {
    Lease lease = acquire("none");

    refused(
        ErrorKind.NOT_FOUND,
        () -> write(clusters -> clusters.update(Samples.cluster("none", "lab"), lease)));
    refused(
        ErrorKind.NOT_FOUND,
        () -> write(clusters -> clusters.putNodes(List.of(node("none", 1)), lease)));
    assertThat(listed(tx -> tx.clusters().nodes("none"))).isEmpty();
    assertThat(listed(tx -> tx.clusters().steps("none", CREATE))).isEmpty();
    assertThat(listed(tx -> tx.clusters().services("none"))).isEmpty();
  }

  @Test
  void keepsNodesByNumber() {
    Lease lease = start("c1", "lab");
    Node head =
        new Node(
            "c1",
            1,
            new HostAddress("root", "2001:db8::1", 2222),
            NodeRole.HEAD,
            NodeState.NEW,
            "ssh",
            Map.of("os", "Debian \"12\"", "nul", "a\0b", "", "empty"));
    write(clusters -> clusters.putNodes(List.of(node("c1", 2), head), lease));
    assertThat(listed(tx -> tx.clusters().nodes("c1"))).containsExactly(head, node("c1", 2));

    Node ready = head.with(NodeState.READY).with(Map.of("cores", "4"));
    write(clusters -> clusters.putNodes(List.of(ready, node("c1", 3)), lease));
    write(clusters -> clusters.putNodes(List.of(), lease));
    assertThat(listed(tx -> tx.clusters().nodes("c1")))
        .containsExactly(ready, node("c1", 2), node("c1", 3));
  }

  @Test
  void takesThousandsOfNodesAndStepsInOneCall() {
    Lease lease = start("c1", "lab");
    List<Node> nodes = new ArrayList<>();
    List<ClusterStep> steps = new ArrayList<>();
    for (int number = 1; number <= 2500; number++) {
      nodes.add(node("c1", number));
      steps.add(step(number, "claim"));
    }

    write(
        clusters -> {
          clusters.putNodes(nodes, lease);
          clusters.putSteps(steps, lease);
        });

    assertThat(listed(tx -> tx.clusters().nodes("c1"))).isEqualTo(nodes);
    assertThat(listed(tx -> tx.clusters().steps("c1", CREATE))).isEqualTo(steps);
  }

  /** What a command that was killed finds when it is given again. */
  @Test
  void keepsStepsByOperationNodeAndName() {
    Lease lease = start("c1", "lab");
    ClusterStep running =
        new ClusterStep("c1", CREATE, 1, "setup", ClusterStep.State.RUNNING, null, LATER, null);
    write(
        clusters ->
            clusters.putSteps(
                List.of(step(2, "claim"), running, step(1, "claim"), step(0, "plan")), lease));
    assertThat(listed(tx -> tx.clusters().steps("c1", CREATE)))
        .containsExactly(step(0, "plan"), step(1, "claim"), running, step(2, "claim"));

    ClusterStep failed =
        new ClusterStep(
            "c1",
            CREATE,
            1,
            "setup",
            ClusterStep.State.FAILED,
            "exit 1: \ud800 \u001b[31m",
            LATER.plusSeconds(1),
            LATER.plusSeconds(2));
    ClusterStep other =
        new ClusterStep(
            "c1", "deploy spark", 1, "setup", ClusterStep.State.DONE, null, LATER, LATER);
    write(clusters -> clusters.putSteps(List.of(failed, other), lease));
    assertThat(listed(tx -> tx.clusters().steps("c1", CREATE)))
        .containsExactly(step(0, "plan"), step(1, "claim"), failed, step(2, "claim"));
    assertThat(listed(tx -> tx.clusters().steps("c1", "deploy spark"))).containsExactly(other);

    write(clusters -> clusters.forgetSteps("c1", CREATE, lease));
    assertThat(listed(tx -> tx.clusters().steps("c1", CREATE))).isEmpty();
    assertThat(listed(tx -> tx.clusters().steps("c1", "deploy spark"))).containsExactly(other);
  }

  @Test
  void keepsServicesByName() {
    Lease lease = start("c1", "lab");
    ServiceRecord spark = service("spark", Map.of("master", "spark://a:7077", "ui", "http://a/"));
    write(
        clusters -> {
          clusters.putService(spark, lease);
          clusters.putService(service("hadoop", Map.of()), lease);
        });
    assertThat(listed(tx -> tx.clusters().services("c1")))
        .containsExactly(service("hadoop", Map.of()), spark);

    ServiceRecord stopped =
        new ServiceRecord("c1", "spark", "4.2.0", "{}", ServiceState.STOPPED, Map.of(), LATER);
    write(
        clusters -> {
          clusters.putService(stopped, lease);
          clusters.removeService("c1", "hadoop", lease);
          clusters.removeService("c1", "never", lease);
        });
    assertThat(listed(tx -> tx.clusters().services("c1"))).containsExactly(stopped);
  }

  @Test
  void ofSeveralCreatorsOfOneNameOneWins() throws Exception {
    int creators = 4;
    CountDownLatch ready = new CountDownLatch(creators);
    ExecutorService pool = Executors.newFixedThreadPool(creators);
    try {
      List<Future<Boolean>> all =
          IntStream.range(0, creators)
              .mapToObj(n -> pool.submit(() -> creates("c" + n, ready)))
              .toList();
      long winners = 0;
      for (Future<Boolean> each : all) {
        winners += each.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
      assertThat(list(true, 10)).hasSize(1);
    } finally {
      pool.shutdownNow();
    }
  }

  private boolean creates(String id, CountDownLatch ready) throws InterruptedException {
    ready.countDown();
    ready.await();
    try {
      insert(Samples.cluster(id, "lab"));
      return true;
    } catch (MusterException e) {
      assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT);
      return false;
    }
  }

  private Lease start(String id, String name) {
    insert(Samples.cluster(id, name));
    return acquire(id);
  }

  private Lease acquire(String id) {
    return ledger()
        .write(tx -> tx.leases().acquire("cluster/" + id, Samples.OWNER, TERM, owner -> false));
  }

  private void insert(Cluster cluster) {
    write(clusters -> clusters.insert(cluster));
  }

  private void delete(String id, Lease lease) {
    write(
        clusters ->
            clusters.update(
                clusters.find(id).orElseThrow().with(ClusterState.DELETED, LATER), lease));
  }

  private void write(Consumer<Clusters> work) {
    ledger()
        .write(
            tx -> {
              work.accept(tx.clusters());
              return true;
            });
  }

  private List<Cluster> list(boolean deletedToo, int limit) {
    return ledger().read(tx -> tx.clusters().list(deletedToo, limit));
  }

  private Instant used(String id) {
    return ledger().read(tx -> tx.clusters().find(id)).orElseThrow().used();
  }

  private static List<String> ids(List<Cluster> clusters) {
    return clusters.stream().map(Cluster::id).toList();
  }

  private static Node node(String cluster, int number) {
    return new Node(
        cluster,
        number,
        HostAddress.of("node" + number),
        NodeRole.WORKER,
        NodeState.NEW,
        "ssh",
        Map.of());
  }

  private static ClusterStep step(int node, String name) {
    return new ClusterStep(
        "c1", CREATE, node, name, ClusterStep.State.DONE, null, Samples.TIME, LATER);
  }

  private static ServiceRecord service(String name, Map<String, String> endpoints) {
    return new ServiceRecord(
        "c1", name, "4.1.1", "{\"conf\":{}}", ServiceState.RUNNING, endpoints, Samples.TIME);
  }
}
