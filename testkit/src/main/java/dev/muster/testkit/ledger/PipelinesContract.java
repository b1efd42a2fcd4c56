package dev.muster.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.model.Digest;
import dev.muster.model.Fact;
import dev.muster.model.JobState;
import dev.muster.model.Lease;
import dev.muster.model.RunId;
import dev.muster.model.RunState;
import dev.muster.model.pipeline.Cause;
import dev.muster.model.pipeline.PipelineRun;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepJob;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import dev.muster.spi.ErrorKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@link dev.muster.spi.ledger.Pipelines} promises. */
public abstract class PipelinesContract extends LedgerContract {

  private static final RunId FIRST = new RunId("p1");
  private static final RunId SECOND = new RunId("p2");
  private static final Path FILE = Path.of("/work/with space/pipeline.json");
  private static final Digest PRINT = Digest.of("print");
  private static final Digest OTHER_PRINT = Digest.of("other");
  private static final Instant LATER = Samples.TIME.plusSeconds(60);

  @Test
  void keepsEveryComponentOfRunStepAndJob() {
    PipelineRun run =
        new PipelineRun(
            FIRST,
            "ünï\n\0",
            FILE,
            Path.of("/work"),
            Path.of("/work/results/p1"),
            RunState.FAILED,
            2,
            Samples.TIME,
            LATER,
            List.of("muster", "pipeline", "run", "it's \"here\""),
            "{\"set\":{\"x\":\"1\"}}",
            List.of(new Fact("host", "héllo")));
    List<StepRecord> steps =
        List.of(
            step(1, "a", StepState.FAILED, "because", PRINT)
                .because(new Cause("no \"room\"\n", "evidence\0", "fix")),
            step(2, "b", StepState.BLOCKED, null, null));
    StepJob pending = StepJob.pending(1, 1, "local", "steps/a/1", Samples.TIME);
    StepJob ended =
        new StepJob(
            1,
            2,
            "spark",
            JobState.FAILED,
            "12:34",
            -9,
            "killed",
            "steps/a/2",
            Samples.TIME,
            LATER,
            LATER);
    insert(run, steps);
    Lease lease = lease(FIRST);

    putJobs(FIRST, lease, pending, ended);

    assertThat(found(tx -> tx.pipelines().find(FIRST))).contains(run);
    assertThat(listed(tx -> tx.pipelines().steps(FIRST))).isEqualTo(steps);
    assertThat(listed(tx -> tx.pipelines().jobs(FIRST))).containsExactly(pending, ended);
    assertThat(found(tx -> tx.pipelines().find(SECOND))).isEmpty();
    assertThat(listed(tx -> tx.pipelines().steps(SECOND))).isEmpty();
    assertThat(listed(tx -> tx.pipelines().jobs(SECOND))).isEmpty();
  }

  @Test
  void refusesSecondRunOfSameId() {
    insert(run(FIRST, Samples.TIME), List.of());

    refused(ErrorKind.CONFLICT, () -> insert(run(FIRST, LATER), List.of()));
  }

  @Test
  void listsNewestFirstOfOneFileOrAll() {
    insert(run(FIRST, Samples.TIME), List.of());
    insert(run(SECOND, LATER), List.of());

    assertThat(ids(null, 10)).containsExactly(SECOND, FIRST);
    assertThat(ids(FILE, 1)).containsExactly(SECOND);
    assertThat(ids(Path.of("/elsewhere"), 10)).isEmpty();
  }

  @Test
  void writesOverWhatIsThere() {
    PipelineRun run = run(FIRST, Samples.TIME);
    insert(run, List.of(step(1, "a", StepState.PENDING, null, null)));
    Lease lease = lease(FIRST);
    StepJob pending = StepJob.pending(1, 1, "local", "steps/a/1", Samples.TIME);
    putJobs(FIRST, lease, pending);
    StepJob ended =
        pending.running("12:34", LATER).ended(JobState.COMPLETED, 0, null, LATER.plusSeconds(1));
    StepRecord completed = step(1, "a", StepState.COMPLETED, null, PRINT);
    PipelineRun over = run.with(RunState.COMPLETED, 0, LATER);

    ledger()
        .write(
            tx -> {
              tx.pipelines().update(over, lease);
              tx.pipelines().putSteps(FIRST, List.of(completed), lease);
              tx.pipelines().putJobs(FIRST, List.of(ended), lease);
              return true;
            });

    assertThat(found(tx -> tx.pipelines().find(FIRST))).contains(over);
    assertThat(listed(tx -> tx.pipelines().steps(FIRST))).containsExactly(completed);
    assertThat(listed(tx -> tx.pipelines().jobs(FIRST))).containsExactly(ended);
  }

  @Test
  void whoLostTheLeaseWritesNothing() {
    PipelineRun run = run(FIRST, Samples.TIME);
    StepRecord pending = step(1, "a", StepState.PENDING, null, null);
    insert(run, List.of(pending));
    Lease lost =
        ledger()
            .write(tx -> tx.leases().acquire(run.resource(), Samples.OWNER, OVER, owner -> false));
    ledger().write(tx -> tx.leases().acquire(run.resource(), Samples.OTHER, TERM, owner -> false));

    refused(
        ErrorKind.CONFLICT,
        () -> put(lost, List.of(step(1, "a", StepState.COMPLETED, null, null))));
    refused(
        ErrorKind.CONFLICT,
        () -> putJobs(FIRST, lost, StepJob.pending(1, 1, "local", "x", Samples.TIME)));
    refused(
        ErrorKind.CONFLICT,
        () ->
            ledger()
                .write(
                    tx -> {
                      tx.pipelines().update(run.with(RunState.COMPLETED, 0, LATER), lost);
                      return true;
                    }));
    assertThat(listed(tx -> tx.pipelines().steps(FIRST))).containsExactly(pending);
    assertThat(found(tx -> tx.pipelines().find(FIRST))).contains(run);
  }

  @Test
  void knowsInWhichRunAStepWasDoneUnderAFingerprint() {
    insert(run(FIRST, Samples.TIME), List.of(step(1, "a", StepState.COMPLETED, null, PRINT)));

    assertThat(unchanged(PRINT)).contains(FIRST);
    assertThat(unchanged(OTHER_PRINT)).isEmpty();
  }

  @Test
  void whatWasSkippedSinceDoesNotMatterAndWhatFailedSinceDoes() {
    insert(run(FIRST, Samples.TIME), List.of(step(1, "a", StepState.COMPLETED, null, PRINT)));
    insert(run(SECOND, LATER), List.of(step(1, "a", StepState.SKIPPED, "done before", PRINT)));
    assertThat(unchanged(PRINT)).contains(FIRST);

    Lease lease = lease(SECOND);
    ledger()
        .write(
            tx -> {
              tx.pipelines()
                  .putSteps(
                      SECOND, List.of(step(1, "a", StepState.FAILED, null, OTHER_PRINT)), lease);
              return true;
            });

    assertThat(unchanged(PRINT)).isEmpty();
  }

  @Test
  void knowsWhichStepsWereEverCompleted() {
    insert(
        run(FIRST, Samples.TIME),
        List.of(
            step(1, "a", StepState.COMPLETED, null, PRINT),
            step(2, "b", StepState.FAILED, null, null)));
    insert(run(SECOND, LATER), List.of(step(1, "a", StepState.FAILED, null, OTHER_PRINT)));

    assertThat(completed(FILE)).containsExactly(new StepId("a"));
    assertThat(completed(Path.of("/elsewhere"))).isEmpty();
  }

  private Set<StepId> completed(Path file) {
    return ledger().read(tx -> tx.pipelines().completed(file));
  }

  private Optional<RunId> unchanged(Digest print) {
    return ledger().read(tx -> tx.pipelines().unchanged(FILE, new StepId("a"), print));
  }

  private void put(Lease lease, List<StepRecord> steps) {
    ledger()
        .write(
            tx -> {
              tx.pipelines().putSteps(FIRST, steps, lease);
              return true;
            });
  }

  private void putJobs(RunId run, Lease lease, StepJob... jobs) {
    ledger()
        .write(
            tx -> {
              tx.pipelines().putJobs(run, List.of(jobs), lease);
              return true;
            });
  }

  private void insert(PipelineRun run, List<StepRecord> steps) {
    ledger()
        .write(
            tx -> {
              tx.pipelines().insert(run, steps);
              return true;
            });
  }

  private Lease lease(RunId run) {
    return ledger()
        .write(tx -> tx.leases().acquire("pipeline/" + run, Samples.OWNER, TERM, owner -> false));
  }

  private List<RunId> ids(@Nullable Path file, int limit) {
    return ledger().read(tx -> tx.pipelines().list(file, limit)).stream()
        .map(PipelineRun::id)
        .toList();
  }

  private static StepRecord step(
      int number, String id, StepState state, @Nullable String reason, @Nullable Digest print) {
    return new StepRecord(number, new StepId(id), "command", state, reason, print, null);
  }

  private static PipelineRun run(RunId id, Instant created) {
    return new PipelineRun(
        id,
        "demo",
        FILE,
        Path.of("/work"),
        Path.of("/work/results/" + id),
        RunState.RUNNING,
        null,
        created,
        null,
        List.of("muster"),
        "{}",
        List.of());
  }
}
