package dev.muster.reports.gantt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testkit.report.FakeRunReport;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimelineTest {

  @Test
  void putsTheRowsOfANodeTogether() {
    Timeline timeline =
        Timeline.of(FakeRunReport.builder().nodes(3).workersPerNode(2).tasks(60).build());
    assertThat(timeline.nodes()).containsExactly("node-01", "node-02", "node-03");
    assertThat(timeline.rows().stream().map(Row::node)).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(timeline.rows().get(0).label()).isEqualTo("node-01: 10.0.0.1: 4001");
  }

  @Test
  void leavesOutCachedAndPendingTasks() {
    Timeline timeline =
        Timeline.of(FakeRunReport.builder().tasks(20).cached(5).pending(4).failures(2).build());
    assertThat(timeline.tasks()).isEqualTo(11);
    assertThat(timeline.failed()).isEqualTo(2);
  }

  @Test
  void isEmptyWhenNothingRan() {
    Timeline timeline = Timeline.of(FakeRunReport.builder().tasks(3).cached(3).build());
    assertThat(timeline).isEqualTo(new Timeline(0, 0, List.of(), List.of()));
    assertThat(timeline.resolutionFor(10)).isZero();
  }

  @Test
  void countsTimeFromTheFirstTask() {
    Timeline timeline = Timeline.of(FakeRunReport.builder().tasks(20).build());
    assertThat(timeline.rows().stream().mapToLong(row -> row.bars().get(0).start()).min())
        .hasValue(0);
    assertThat(
            timeline.rows().stream().flatMap(row -> row.bars().stream()).mapToLong(Bar::end).max())
        .hasValue(timeline.span());
  }

  @Property(tries = 150)
  void mergesWithoutLosingTasksOrTime(
      @ForAll @IntRange(min = 1, max = 600) int tasks,
      @ForAll @IntRange(min = 1, max = 12) int workers,
      @ForAll @IntRange(min = 12, max = 300) int most,
      @ForAll @LongRange(min = 1, max = 2_000) long longest,
      @ForAll long seed) {
    Timeline timeline =
        Timeline.of(
            FakeRunReport.builder()
                .seed(seed)
                .tasks(tasks)
                .workersPerNode(workers)
                .failures(tasks / 7)
                .durations(Duration.ZERO, Duration.ofMillis(longest))
                .build());
    long resolution = timeline.resolutionFor(most);
    Timeline merged = timeline.merged(resolution);
    assertThat(merged.bars())
        .isLessThanOrEqualTo(Math.max(most, timeline.bars() <= most ? most : 3 * workers));
    assertThat(merged.tasks()).isEqualTo(tasks);
    assertThat(merged.failed()).isEqualTo(tasks / 7);
    assertThat(busy(merged)).isEqualTo(busy(timeline));
    for (Row row : merged.rows()) {
      for (Bar bar : row.bars()) {
        assertThat(bar.tasks() == 1 || bar.end() - bar.start() <= resolution).isTrue();
      }
    }
  }

  private static long busy(Timeline timeline) {
    return timeline.rows().stream().flatMap(row -> row.bars().stream()).mapToLong(Bar::busy).sum();
  }
}
