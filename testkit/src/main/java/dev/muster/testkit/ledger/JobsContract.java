package dev.muster.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.ClusterState;
import dev.muster.model.Job;
import dev.muster.model.JobId;
import dev.muster.model.JobState;
import dev.muster.model.Lease;
import dev.muster.spi.ErrorKind;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link dev.muster.spi.ledger.Jobs} promises. */
public abstract class JobsContract extends LedgerContract {

  private static final JobId FIRST = new JobId("j1");
  private static final JobId SECOND = new JobId("j2");
  private static final JobId THIRD = new JobId("j3");
  private static final Instant LATER = Samples.TIME.plusSeconds(60);

  @BeforeEach
  void makeClusters() {
    ledger()
        .write(
            tx -> {
              tx.clusters().insert(Samples.cluster("c1", "lab"));
              tx.clusters().insert(Samples.cluster("c2", "other"));
              return true;
            });
  }

  @Test
  void keepsEveryComponentOfJob() {
    Job pending = Samples.job(FIRST, "c1");
    Job failed =
        new Job(
            SECOND,
            "c1",
            "command",
            "{}",
            JobState.FAILED,
            "driver-1",
            -9,
            "killed \0 \ud800",
            3,
            Samples.TIME,
            Samples.TIME.plusSeconds(1),
            LATER);

    insert(pending);
    insert(failed);

    assertThat(found(tx -> tx.jobs().find(FIRST))).contains(pending);
    assertThat(found(tx -> tx.jobs().find(SECOND))).contains(failed);
    assertThat(found(tx -> tx.jobs().find(THIRD))).isEmpty();
  }

  @Test
  void refusesSecondJobOfSameIdAndJobOfNoCluster() {
    insert(Samples.job(FIRST, "c1"));

    refused(ErrorKind.CONFLICT, () -> insert(Samples.job(FIRST, "c2")));
    refused(ErrorKind.NOT_FOUND, () -> insert(Samples.job(SECOND, "none")));
    assertThat(list(null, 10)).containsExactly(Samples.job(FIRST, "c1"));
  }

  @Test
  void listsNewestFirstOfOneClusterOrAll() {
    insert(Samples.job(FIRST, "c1"));
    insert(Samples.job(SECOND, "c2"));
    insert(Samples.job(THIRD, "c1"));

    assertThat(ids(list(null, 10))).containsExactly(THIRD, SECOND, FIRST);
    assertThat(ids(list("c1", 10))).containsExactly(THIRD, FIRST);
    assertThat(ids(list("c1", 1))).containsExactly(THIRD);
    assertThat(list("none", 10)).isEmpty();
  }

  @Test
  void jobsStayWhenTheirClusterIsDeleted() {
    insert(Samples.job(FIRST, "c1"));
    ledger()
        .write(
            tx -> {
              Lease lease = tx.leases().acquire("cluster/c1", Samples.OWNER, TERM, owner -> false);
              tx.clusters()
                  .update(Samples.cluster("c1", "lab").with(ClusterState.DELETED, LATER), lease);
              return true;
            });

    assertThat(list("c1", 10)).containsExactly(Samples.job(FIRST, "c1"));
  }

  @Test
  void goesThroughItsStates() {
    insert(Samples.job(FIRST, "c1"));

    for (Job next :
        List.of(
            job(JobState.SUBMITTED, 1, "h", null, null),
            job(JobState.RUNNING, 1, "h", Samples.TIME, null),
            job(JobState.RUNNING, 1, "h", Samples.TIME, null),
            job(JobState.COMPLETED, 1, "h", Samples.TIME, LATER))) {
      assertThat(update(next)).isTrue();
      assertThat(found(tx -> tx.jobs().find(FIRST))).contains(next);
    }
  }

  /** Every pair of states: the table of {@link JobState#mayBecome} holds in the database. */
  @Test
  void writesOnlyOverStatesThatAllowIt() {
    int number = 0;
    for (JobState before : JobState.values()) {
      for (JobState after : JobState.values()) {
        JobId id = new JobId("s" + number++);
        Job first = in(id, before);
        insert(first);

        boolean allowed = before == after || before.mayBecome(after);
        assertThat(update(in(id, after))).as(before + " to " + after).isEqualTo(allowed);
        assertThat(ledger().read(tx -> tx.jobs().find(id)).orElseThrow())
            .isEqualTo(allowed ? in(id, after) : first);
      }
    }
  }

  @Test
  void whatIsKnownOfAnAttemptIsNotForgotten() {
    insert(Samples.job(FIRST, "c1"));
    assertThat(update(job(JobState.RUNNING, 1, "h1", Samples.TIME, null))).isTrue();

    assertThat(update(job(JobState.CANCEL_PENDING, 1, null, null, null))).isTrue();

    Job known = ledger().read(tx -> tx.jobs().find(FIRST)).orElseThrow();
    assertThat(known.handle()).isEqualTo("h1");
    assertThat(known.started()).isEqualTo(Samples.TIME);
    assertThat(known.state()).isEqualTo(JobState.CANCEL_PENDING);
  }

  /** Another process has tried again: what one knows of the attempt before does not matter. */
  @Test
  void anEarlierAttemptDoesNotEndALaterOne() {
    insert(Samples.job(FIRST, "c1"));
    assertThat(update(job(JobState.RUNNING, 1, "h1", Samples.TIME, null))).isTrue();
    Job again = job(JobState.SUBMITTED, 2, null, null, null);
    assertThat(update(again)).isTrue();
    assertThat(found(tx -> tx.jobs().find(FIRST))).contains(again);

    assertThat(update(job(JobState.FAILED, 1, "h1", Samples.TIME, LATER))).isFalse();
    assertThat(found(tx -> tx.jobs().find(FIRST))).contains(again);
    refused(ErrorKind.NOT_FOUND, () -> update(Samples.job(SECOND, "c1")));
  }

  @Test
  void ofTwoEndsTheFirstStands() throws Exception {
    insert(Samples.job(FIRST, "c1"));
    update(job(JobState.RUNNING, 1, "h", Samples.TIME, null));
    CountDownLatch ready = new CountDownLatch(2);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<Boolean>> ends =
          Stream.of(JobState.COMPLETED, JobState.FAILED)
              .map(
                  state ->
                      pool.submit(
                          () -> {
                            ready.countDown();
                            ready.await();
                            return update(job(state, 1, "h", Samples.TIME, LATER));
                          }))
              .toList();
      assertThat(ends.get(0).get()).isNotEqualTo(ends.get(1).get());
      JobState stands = ledger().read(tx -> tx.jobs().find(FIRST)).orElseThrow().state();
      assertThat(stands).isEqualTo(ends.get(0).get() ? JobState.COMPLETED : JobState.FAILED);
    } finally {
      pool.shutdownNow();
    }
  }

  private void insert(Job job) {
    ledger()
        .write(
            tx -> {
              tx.jobs().insert(job);
              return true;
            });
  }

  private boolean update(Job job) {
    return ledger().write(tx -> tx.jobs().update(job));
  }

  private List<Job> list(@Nullable String cluster, int limit) {
    return ledger().read(tx -> tx.jobs().list(cluster, limit));
  }

  private static List<JobId> ids(List<Job> jobs) {
    return jobs.stream().map(Job::id).toList();
  }

  private static Job in(JobId id, JobState state) {
    return new Job(
        id, "c1", "spark", "{}", state, "h", 0, state.name(), 1, Samples.TIME, LATER, LATER);
  }

  private static Job job(
      JobState state,
      int attempt,
      @Nullable String handle,
      @Nullable Instant started,
      @Nullable Instant ended) {
    Job first = Samples.job(FIRST, "c1");
    return new Job(
        FIRST,
        "c1",
        first.kind(),
        first.description(),
        state,
        handle,
        ended == null ? null : 0,
        null,
        attempt,
        first.created(),
        started,
        ended);
  }
}
