package dev.muster.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Lease;
import dev.muster.model.Outcome;
import dev.muster.model.ProjectName;
import dev.muster.model.ResultBody;
import dev.muster.model.RunId;
import dev.muster.model.Task;
import dev.muster.model.TaskId;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.spi.ErrorKind;
import dev.muster.spi.ledger.Tasks;
import dev.muster.spi.ledger.Tasks.History;
import dev.muster.spi.ledger.Tasks.Planned;
import dev.muster.spi.ledger.Tasks.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link dev.muster.spi.ledger.Tasks} promises. */
public abstract class TasksContract extends LedgerContract {

  private static final ProjectName WEATHER = new ProjectName("weather");
  private static final RunId FIRST = new RunId("r1");
  private static final RunId SECOND = new RunId("r2");

  @Test
  void givesPlanBackInItsOrder() {
    List<Planned> plan = Samples.plan(2500);
    start(FIRST, plan);

    assertThat(pending(FIRST)).isEqualTo(plan);
    assertThat(page(FIRST, 1000, 2))
        .extracting(TaskResult::task)
        .containsExactly(plan.get(1000).task(), plan.get(1001).task());
    assertThat(page(FIRST, 2499, 100)).hasSize(1);
  }

  @Test
  void sharesTextsThatRepeat() {
    start(FIRST, Samples.plan(10));

    List<TaskResult> page = page(FIRST, 0, 10);

    assertThat(page.get(0).task().input().root()).isSameAs(page.get(3).task().input().root());
    assertThat(page.get(0).task().params()).isSameAs(page.get(2).task().params());
  }

  @Test
  void commitsOutcomeOnceAndSaysWhatWasNew() {
    Lease lease = start(FIRST, Samples.plan(4));

    assertThat(commit(FIRST, lease, Samples.success(1), Samples.failure(2))).containsExactly(1, 2);
    assertThat(commit(FIRST, lease, Samples.failure(1), Samples.success(3), Samples.failure(3)))
        .containsExactly(3);

    assertThat(page(FIRST, 0, 9))
        .extracting(TaskResult::outcome)
        .containsExactly(null, Samples.success(1), Samples.failure(2), Samples.success(3));
    assertThat(pending(FIRST)).containsExactly(Samples.planned(0, null));
  }

  @Test
  void keepsLargeResultByItsHash() {
    Lease lease = start(FIRST, Samples.plan(1));
    ResultBody large = new ResultBody.Blob("cd".repeat(32), 5_000_000_000L);
    commit(FIRST, lease, Samples.success(0, large));

    assertThat(page(FIRST, 0, 1).get(0).outcome()).isEqualTo(Samples.success(0, large));
  }

  @Test
  void refusesOutcomeOfTaskThatIsNotPlanned() {
    Lease lease = start(FIRST, Samples.plan(1));

    assertThat(
            refused(
                ErrorKind.NOT_FOUND,
                () -> commit(FIRST, lease, Samples.success(0), Samples.success(7))))
        .hasMessageContaining("r1/7");
    assertThat(pending(FIRST)).hasSize(1);
  }

  @Test
  void storesNothingOfOwnerWhoseLeaseAnotherTook() {
    Lease old = start(FIRST, Samples.plan(2));
    ledger().write(tx -> tx.leases().renew(old, OVER));
    ledger().write(tx -> tx.leases().acquire(old.resource(), Samples.OTHER, TERM, o -> false));

    refused(ErrorKind.CONFLICT, () -> commit(FIRST, old, Samples.success(0)));
    refused(ErrorKind.CONFLICT, () -> write(FIRST, old, new Running(0, 1, 1, Samples.TIME)));
    refused(
        ErrorKind.CONFLICT,
        () ->
            ledger()
                .write(
                    tx -> {
                      tx.tasks().addWorker(FIRST, old, Samples.worker(1));
                      return old;
                    }));

    assertThat(pending(FIRST)).hasSize(2);
    assertThat(listed(tx -> tx.tasks().running(FIRST))).isEmpty();
    assertThat(listed(tx -> tx.tasks().workers(FIRST))).isEmpty();
    assertThat(ledger().read(tx -> tx.runs().counts(FIRST)).pending()).isEqualTo(2);
    assertThat(history(0)).isEmpty();
  }

  @Test
  void remembersLatestOutcomeOfKey() {
    Lease lease = start(FIRST, Samples.plan(2));
    commit(FIRST, lease, Samples.success(0));
    History first =
        new History(
            Samples.key(0),
            Samples.planned(0, null).fingerprint(),
            Samples.CODE,
            TaskState.SUCCEEDED,
            new TaskId(FIRST, 0),
            Samples.success(0).ended(),
            Duration.ofNanos(1_500_001_000));
    assertThat(history(0)).containsExactly(first);
    assertThat(history(1)).isEmpty();

    commit(SECOND, start(SECOND, Samples.plan(2)), later(Samples.failure(0)));
    assertThat(history(0)).extracting(History::task).containsExactly(new TaskId(SECOND, 0));

    commit(FIRST, lease, Samples.success(0));
    assertThat(history(0))
        .as("an outcome that was there already is no news")
        .extracting(History::task)
        .containsExactly(new TaskId(SECOND, 0));
    assertThat(listed(tx -> tx.tasks().history(new ProjectName("x"), List.of(Samples.key(0)))))
        .isEmpty();
  }

  @Test
  void remembersWhatEndedLastWhenSeveralRunsAreBehind() {
    Lease first = start(FIRST, Samples.plan(2));
    commit(FIRST, first, Samples.success(0));
    commit(
        SECOND,
        start(SECOND, Samples.plan(2)),
        later(Samples.failure(0)),
        later(Samples.success(1)));
    assertThat(history(0)).extracting(History::task).containsExactly(new TaskId(SECOND, 0));

    commit(FIRST, first, later(later(Samples.success(1))));
    assertThat(history(1)).extracting(History::task).containsExactly(new TaskId(FIRST, 1));
    assertThat(history(0))
        .as("what was remembered before is not taken back by an older outcome")
        .extracting(History::task)
        .containsExactly(new TaskId(SECOND, 0));
  }

  @Test
  void remembersOneOfEqualKeys() {
    Planned one = Samples.planned(0, null);
    Task task = one.task();
    Task again = new Task(1, task.input(), task.column(), task.params(), task.round());
    Lease lease =
        start(FIRST, List.of(one, new Planned(again, one.key(), one.fingerprint(), null)));
    commit(FIRST, lease, Samples.success(0), Samples.success(1));
    assertThat(history(0)).extracting(History::task).containsExactly(new TaskId(FIRST, 1));
  }

  @Test
  void findsHistoryOfManyKeys() {
    Lease lease = start(FIRST, Samples.plan(1201));
    ledger()
        .write(
            tx ->
                tx.tasks()
                    .commit(FIRST, lease, ordinals(1201).stream().map(Samples::success).toList()));

    assertThat(listed(tx -> tx.tasks().history(WEATHER, List.of(Samples.key(0)))))
        .as("nobody has planned since")
        .isEmpty();
    remember();
    assertThat(
            listed(
                tx ->
                    tx.tasks()
                        .history(WEATHER, ordinals(2000).stream().map(Samples::key).toList())))
        .hasSize(1201);
  }

  @Test
  void cachedTaskShowsOutcomeAndWorkerOfFirstRun() {
    Lease lease = start(FIRST, Samples.plan(2));
    ledger()
        .write(
            tx -> {
              tx.tasks().addWorker(FIRST, lease, Samples.worker(1));
              return lease;
            });
    commit(FIRST, lease, Samples.success(1));
    Lease second = start(SECOND, List.of(Samples.planned(0, new TaskId(FIRST, 1))));

    TaskResult cached = ledger().read(tx -> tx.tasks().find(new TaskId(SECOND, 0))).orElseThrow();

    assertThat(cached.cachedFrom()).isEqualTo(new TaskId(FIRST, 1));
    assertThat(cached.worker()).isEqualTo(Samples.worker(1));
    assertThat(cached.state()).isEqualTo(TaskState.SUCCEEDED);
    Outcome first = Samples.success(1);
    assertThat(cached.outcome())
        .as("the first run's, under this run's ordinal")
        .isEqualTo(
            new Outcome(
                0,
                first.state(),
                first.attempts(),
                first.started(),
                first.ended(),
                first.worker(),
                first.result(),
                first.failure(),
                first.log()));
    assertThat(pending(SECOND)).isEmpty();
    assertThat(commit(SECOND, second, Samples.failure(0))).isEmpty();
  }

  @Test
  void refusesPlanThatTakesResultsThatAreGone() {
    Lease lease = start(FIRST, Samples.plan(2));
    commit(FIRST, lease, Samples.success(0), Samples.failure(1));

    for (TaskId gone : List.of(new TaskId(FIRST, 1), new TaskId(FIRST, 5), new TaskId(SECOND, 0))) {
      assertThat(
              refused(
                  ErrorKind.CONFLICT,
                  () -> start(new RunId("r3"), List.of(Samples.planned(0, gone)))))
          .hasMessageContaining(gone.run().value());
    }
    assertThat(found(tx -> tx.runs().find(new RunId("r3")))).isEmpty();
  }

  @Test
  void replacesWhatIsAtWork() {
    Lease lease = start(FIRST, Samples.plan(3));
    Running one = new Running(1, 1, 2, Samples.TIME);
    Running two = new Running(2, 2, 1, Samples.TIME);

    write(FIRST, lease, two, one);
    assertThat(listed(tx -> tx.tasks().running(FIRST))).containsExactly(one, two);

    write(FIRST, lease);
    assertThat(listed(tx -> tx.tasks().running(FIRST))).isEmpty();
  }

  @Test
  void unknownRunHasNothing() {
    assertThat(page(FIRST, 0, 10)).isEmpty();
    assertThat(pending(FIRST)).isEmpty();
    assertThat(found(tx -> tx.tasks().find(new TaskId(FIRST, 0)))).isEmpty();
    refused(ErrorKind.NOT_FOUND, () -> ledger().write(tx -> plan(tx.tasks())));
  }

  private static boolean plan(Tasks tasks) {
    tasks.plan(FIRST, Samples.plan(1).iterator());
    return true;
  }

  private static List<Integer> ordinals(int count) {
    List<Integer> ordinals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ordinals.add(i);
    }
    return ordinals;
  }

  private void write(RunId run, Lease lease, Running... running) {
    ledger()
        .write(
            tx -> {
              tx.tasks().setRunning(run, lease, List.of(running));
              return lease;
            });
  }

  private List<TaskResult> page(RunId run, int from, int limit) {
    return ledger().read(tx -> tx.tasks().page(run, from, limit));
  }

  private List<Planned> pending(RunId run) {
    return ledger()
        .read(
            tx -> {
              List<Planned> pending = new ArrayList<>();
              tx.tasks().pending(run, pending::add);
              return pending;
            });
  }

  private static Outcome later(Outcome outcome) {
    return new Outcome(
        outcome.ordinal(),
        outcome.state(),
        outcome.attempts(),
        outcome.started().plusSeconds(60),
        outcome.ended().plusSeconds(60),
        outcome.worker(),
        outcome.result(),
        outcome.failure(),
        outcome.log());
  }

  private void remember() {
    ledger()
        .write(
            tx -> {
              tx.tasks().remember(WEATHER);
              return WEATHER;
            });
  }

  private List<History> history(int ordinal) {
    remember();
    return ledger().read(tx -> tx.tasks().history(WEATHER, List.of(Samples.key(ordinal))));
  }
}
