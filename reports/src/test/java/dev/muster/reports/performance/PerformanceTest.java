package dev.muster.reports.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.muster.model.Failure;
import dev.muster.model.FailureKind;
import dev.muster.model.Input;
import dev.muster.model.Outcome;
import dev.muster.model.Params;
import dev.muster.model.ResultBody;
import dev.muster.model.Task;
import dev.muster.model.TaskResult;
import dev.muster.model.TaskState;
import dev.muster.model.Worker;
import dev.muster.testkit.report.FakeRunReport;
import dev.muster.testkit.report.FakeRunReportBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PerformanceTest {

  private static final Instant START = Instant.ofEpochSecond(1_700_000_000);

  private static Worker worker(int number) {
    return new Worker(number, "node", "10.0.0.1", 100L + number, number, START);
  }

  private static TaskResult task(String file, int worker, long fromMicros, long toMicros) {
    return task(file, worker, fromMicros, toMicros, TaskState.SUCCEEDED, 1);
  }

  private static TaskResult task(
      String file, int worker, long fromMicros, long toMicros, TaskState state, int attempts) {
    boolean done = state == TaskState.SUCCEEDED;
    Outcome outcome =
        new Outcome(
            0,
            state,
            attempts,
            START.plus(fromMicros, ChronoUnit.MICROS),
            START.plus(toMicros, ChronoUnit.MICROS),
            worker,
            done ? new ResultBody.Inline("{}") : null,
            done ? null : new Failure(FailureKind.EXIT, "x", null),
            null);
    Task planned = new Task(0, new Input("file:/d/", file, 1, ""), "temp", Params.NONE, 1);
    return new TaskResult(planned, outcome, attempts > 0 ? worker(worker) : null, null);
  }

  private static RoundFigures figures(TaskResult... tasks) {
    FakeRunReportBuilder builder = FakeRunReport.builder().tasks(0);
    for (TaskResult task : tasks) {
      builder.task(task);
    }
    return Performance.of(builder.build()).rounds().get(0);
  }

  /** The document's own example: 3.479771 s in parallel, 4.092388 s in serial, 17 %. */
  @Test
  void agreesWithTheDocument() {
    RoundFigures round =
        figures(task("a", 1, 0, 3_479_771), task("b", 2, 1_000_000, 1_000_000 + 612_617));
    assertThat(round.parallel()).isEqualTo(3_479_771);
    assertThat(round.serial()).isEqualTo(4_092_388);
    assertThat(round.efficiencyImprovement()).hasValue(17);
    assertThat(round.efficiencyFactor().getAsDouble())
        .isEqualTo(100 * 4.092388 / (3.479771 * 2), within(1e-9));
    assertThat(round.average()).hasValue(2_046_194.0);
    assertThat(round.findShortest().orElseThrow().task()).isEqualTo("b/temp");
    assertThat(round.findLongest().orElseThrow().micros()).isEqualTo(3_479_771);
  }

  @Test
  void truncatesALossTowardsZero() {
    RoundFigures round = figures(task("a", 1, 0, 100), task("b", 1, 900, 1_000));
    assertThat(round.efficiencyImprovement()).hasValue(-80);
    assertThat(figures(task("a", 1, 0, 333), task("b", 1, 667, 1_000)).efficiencyImprovement())
        .hasValue(-33);
  }

  @Test
  void countsErrorsIntoTheSerialTime() {
    RoundFigures round = figures(task("a", 1, 0, 10), task("b", 1, 10, 30, TaskState.FAILED, 3));
    assertThat(round.errors()).isEqualTo(1);
    assertThat(round.serial()).isEqualTo(30);
  }

  @Test
  void leavesOutTasksThatNeverStarted() {
    RoundFigures round = figures(task("a", 0, 0, 0, TaskState.REVOKED, 0));
    assertThat(round.ran()).isZero();
    assertThat(round.errors()).isEqualTo(1);
    assertThat(round.average()).isEmpty();
    assertThat(round.efficiencyFactor()).isEmpty();
    assertThat(round.efficiencyImprovement()).isEmpty();
  }

  @Test
  void leavesOutCachedTasksAndCountsUnfinishedOnes() {
    RoundFigures round =
        Performance.of(FakeRunReport.builder().tasks(10).cached(4).pending(3).build())
            .rounds()
            .get(0);
    assertThat(round.tasks()).isEqualTo(6);
    assertThat(round.ran()).isEqualTo(3);
    assertThat(round.unfinished()).isEqualTo(3);
  }

  @Test
  void tellsWorkersApartByAddressAndPid() {
    RoundFigures round =
        Performance.of(FakeRunReport.builder().tasks(40).nodes(3).workersPerNode(2).build())
            .rounds()
            .get(0);
    assertThat(round.nodes()).isEqualTo(3);
    assertThat(round.workers()).isEqualTo(6);
  }

  @Property(tries = 100)
  void keepsItsBounds(
      @ForAll @IntRange(min = 1, max = 200) int tasks,
      @ForAll @IntRange(min = 1, max = 9) int workers,
      @ForAll @LongRange(min = 1, max = 5_000) long longest,
      @ForAll long seed) {
    RoundFigures round =
        Performance.of(
                FakeRunReport.builder()
                    .seed(seed)
                    .tasks(tasks)
                    .workersPerNode(workers)
                    .durations(Duration.ofMillis(1), Duration.ofMillis(1 + longest))
                    .build())
            .rounds()
            .get(0);
    assertThat(round.ran()).isEqualTo(tasks);
    assertThat(round.workers()).isBetween(1, workers);
    assertThat(round.parallel())
        .isBetween(round.findLongest().orElseThrow().micros(), Long.MAX_VALUE);
    // A worker does one task at a time, so it cannot be more than fully used.
    assertThat(round.efficiencyFactor().getAsDouble()).isBetween(0.0, 100.0);
    assertThat(round.average().getAsDouble())
        .isBetween(
            (double) round.findShortest().orElseThrow().micros(),
            (double) round.findLongest().orElseThrow().micros());
  }
}
