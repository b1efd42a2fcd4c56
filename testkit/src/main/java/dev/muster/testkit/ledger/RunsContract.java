package dev.muster.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Lease;
import dev.muster.model.ProjectName;
import dev.muster.model.ResultBody;
import dev.muster.model.Run;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.RunTimings;
import dev.muster.model.TaskId;
import dev.muster.model.TaskResult;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.ledger.Runs.Counts;
import dev.muster.spi.ledger.Tasks.History;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link dev.muster.spi.ledger.Runs} promises. */
public abstract class RunsContract extends LedgerContract {

  private static final ProjectName WEATHER = new ProjectName("weather");
  private static final RunId FIRST = new RunId("r1");
  private static final RunId SECOND = new RunId("r2");
  private static final RunId THIRD = new RunId("r3");
  private static final String SHA = "ab".repeat(32);

  @Test
  void keepsEveryComponentOfRun() {
    Run run = Samples.run(FIRST, "weather");

    insert(run);

    assertThat(found(tx -> tx.runs().find(FIRST))).contains(run);
    assertThat(found(tx -> tx.runs().find(SECOND))).isEmpty();
  }

  @Test
  void refusesSecondRunOfSameId() {
    insert(Samples.run(FIRST, "weather"));

    refused(ErrorKind.CONFLICT, () -> insert(Samples.run(FIRST, "weather")));
  }

  @Test
  void listsNewestFirstOfOneProjectOrAll() {
    insert(Samples.run(FIRST, "weather"));
    insert(Samples.run(SECOND, "traffic"));
    insert(Samples.run(THIRD, "weather"));

    assertThat(ids(ledger().read(tx -> tx.runs().list(null, 10))))
        .containsExactly(THIRD, SECOND, FIRST);
    assertThat(ids(ledger().read(tx -> tx.runs().list(WEATHER, 10)))).containsExactly(THIRD, FIRST);
    assertThat(ids(ledger().read(tx -> tx.runs().list(null, 1)))).containsExactly(THIRD);
  }

  @Test
  void updatesStateUnderLeaseOnly() {
    Lease lease = start(FIRST, List.of());
    Run done =
        Samples.run(FIRST, "weather").with(RunState.COMPLETED, Samples.TIME, RunTimings.NONE);

    update(done, lease);
    assertThat(found(tx -> tx.runs().find(FIRST))).contains(done);
    assertThat(listed(tx -> tx.runs().running(WEATHER))).isEmpty();

    Lease old = new Lease(lease.resource(), lease.owner(), lease.epoch() - 1, lease.expires());
    Run again = done.with(RunState.RUNNING, null, RunTimings.NONE);
    refused(ErrorKind.CONFLICT, () -> update(again, old));
    assertThat(found(tx -> tx.runs().find(FIRST))).contains(done);
  }

  @Test
  void countsWhereTasksStand() {
    Lease lease = start(FIRST, Samples.plan(5));
    commit(FIRST, lease, Samples.success(0), Samples.success(1), Samples.failure(2));
    commit(FIRST, lease, Samples.success(1), Samples.success(2));

    assertThat(counts(FIRST)).isEqualTo(new Counts(2, 2, 1, 0, 0));

    start(SECOND, List.of(Samples.planned(0, new TaskId(FIRST, 0)), Samples.planned(1, null)));
    assertThat(counts(SECOND)).isEqualTo(new Counts(1, 1, 0, 0, 1));
    refused(ErrorKind.NOT_FOUND, () -> counts(THIRD));
  }

  @Test
  void deletesRunThatNobodyRefersTo() {
    Lease lease = start(FIRST, Samples.plan(2));
    commit(FIRST, lease, Samples.success(0, new ResultBody.Blob(SHA, 99)), Samples.success(1));

    assertThat(delete(FIRST)).containsExactly(SHA);

    assertThat(found(tx -> tx.runs().find(FIRST))).isEmpty();
    assertThat(listed(tx -> tx.tasks().page(FIRST, 0, 10))).isEmpty();
    assertThat(history()).isEmpty();
    assertThat(delete(FIRST)).isEmpty();
  }

  @Test
  void keepsOutcomesOfDeletedRunWhileOthersReferToThem() {
    Lease lease = start(FIRST, Samples.plan(3));
    ledger()
        .write(
            tx -> {
              tx.tasks().addWorker(FIRST, lease, Samples.worker(1));
              tx.tasks().addWorker(FIRST, lease, Samples.worker(2));
              return lease;
            });
    commit(
        FIRST,
        lease,
        Samples.success(0, new ResultBody.Blob(SHA, 99)),
        Samples.success(1),
        Samples.success(2));
    start(SECOND, List.of(Samples.planned(0, new TaskId(FIRST, 0))));
    start(
        THIRD,
        List.of(
            Samples.planned(0, new TaskId(FIRST, 0)), Samples.planned(1, new TaskId(FIRST, 1))));
    TaskResult before = ledger().read(tx -> tx.tasks().find(new TaskId(SECOND, 0)).orElseThrow());

    assertThat(delete(FIRST)).isEmpty();
    assertThat(ledger().read(tx -> tx.runs().find(FIRST)).orElseThrow().state())
        .isEqualTo(RunState.DELETED);
    assertThat(ids(ledger().read(tx -> tx.runs().list(null, 9)))).containsExactly(THIRD, SECOND);
    assertThat(history()).extracting(each -> each.task().ordinal()).containsExactly(0, 1);
    assertThat(found(tx -> tx.tasks().find(new TaskId(SECOND, 0)))).contains(before);
    assertThat(before.worker()).isEqualTo(Samples.worker(1));
    assertThat(counts(FIRST)).isEqualTo(new Counts(0, 2, 0, 0, 0));
    refused(ErrorKind.CONFLICT, () -> commit(FIRST, lease, Samples.success(2)));

    assertThat(delete(THIRD)).isEmpty();
    assertThat(history()).extracting(each -> each.task().ordinal()).containsExactly(0);
    assertThat(found(tx -> tx.tasks().find(new TaskId(SECOND, 0)))).contains(before);

    assertThat(delete(SECOND)).containsExactly(SHA);
    assertThat(found(tx -> tx.runs().find(FIRST))).isEmpty();
    assertThat(history()).isEmpty();
  }

  @Test
  void largeResultThatAnotherRunMadeToStays() {
    commit(FIRST, start(FIRST, Samples.plan(1)), Samples.success(0, new ResultBody.Blob(SHA, 99)));
    commit(
        SECOND, start(SECOND, Samples.plan(1)), Samples.success(0, new ResultBody.Blob(SHA, 99)));

    assertThat(delete(FIRST)).isEmpty();
    assertThat(history()).extracting(each -> each.task().run()).containsExactly(SECOND);
    assertThat(delete(SECOND)).containsExactly(SHA);
  }

  @Test
  void plannersOfOneProjectWaitForEachOther() throws Exception {
    int planners = 4;
    CountDownLatch ready = new CountDownLatch(planners);
    ExecutorService pool = Executors.newFixedThreadPool(planners);
    try {
      List<Future<Boolean>> all =
          IntStream.range(0, planners)
              .mapToObj(n -> pool.submit(() -> plansAlone(new RunId("p" + n), ready)))
              .toList();
      long winners = 0;
      for (Future<Boolean> each : all) {
        winners += each.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
  }

  private boolean plansAlone(RunId id, CountDownLatch ready) throws InterruptedException {
    ready.countDown();
    ready.await();
    return ledger()
        .write(
            tx -> {
              boolean alone = tx.runs().running(WEATHER).isEmpty();
              if (alone) {
                tx.runs().insert(Samples.run(id, "weather"));
              }
              return alone;
            });
  }

  private void insert(Run run) {
    ledger()
        .write(
            tx -> {
              tx.runs().insert(run);
              return run;
            });
  }

  private void update(Run run, Lease lease) {
    ledger()
        .write(
            tx -> {
              tx.runs().update(run, lease);
              return run;
            });
  }

  private List<String> delete(RunId id) {
    return ledger().write(tx -> tx.runs().delete(id));
  }

  private Counts counts(RunId id) {
    return ledger().read(tx -> tx.runs().counts(id));
  }

  private List<History> history() {
    ledger()
        .write(
            tx -> {
              tx.tasks().remember(WEATHER);
              return WEATHER;
            });
    return ledger()
        .read(
            tx ->
                tx.tasks()
                    .history(WEATHER, List.of(Samples.key(0), Samples.key(1), Samples.key(2))))
        .stream()
        .sorted(Comparator.comparing(each -> each.task().ordinal()))
        .toList();
  }

  private static List<RunId> ids(List<Run> runs) {
    return runs.stream().map(Run::id).toList();
  }
}
