package dev.muster.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.model.pipeline.Pipeline;
import dev.muster.model.pipeline.Step;
import dev.muster.model.pipeline.StepCondition;
import dev.muster.model.pipeline.StepId;
import dev.muster.model.pipeline.StepRecord;
import dev.muster.model.pipeline.StepState;
import dev.muster.model.pipeline.StepWork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepBoardTest {

  @Test
  void beginsWhatWaitsForNothing() {
    StepBoard board = board(step("a"), step("b"), step("c", "a", "b"));

    assertThat(ready(board)).containsExactly("a", "b");
    run(board, "a", StepState.COMPLETED);
    assertThat(ready(board)).containsExactly("b");
    run(board, "b", StepState.COMPLETED);
    assertThat(ready(board)).containsExactly("c");
    run(board, "c", StepState.COMPLETED);
    assertThat(board.isOver()).isTrue();
    assertThat(board.exitCode()).isZero();
  }

  @Test
  void failureStopsWhatDependsOnItAndNothingElse() {
    StepBoard board = board(step("a"), step("b", "a"), step("c", "b"), step("d"));

    run(board, "a", StepState.FAILED);

    assertThat(board.settle())
        .extracting(StepRecord::id, StepRecord::state)
        .containsExactly(
            tuple(new StepId("b"), StepState.BLOCKED), tuple(new StepId("c"), StepState.BLOCKED));
    assertThat(ready(board)).containsExactly("d");
    run(board, "d", StepState.COMPLETED);
    assertThat(board.isOver()).isTrue();
    assertThat(board.exitCode()).isEqualTo(1);
  }

  @Test
  void criticalWarningsStopThePipelineWithTwo() {
    StepBoard board = board(step("a"), step("b", "a"), step("d"));

    run(board, "a", StepState.WARNED);

    assertThat(board.settle()).hasSize(2);
    assertThat(board.isOver()).isTrue();
    assertThat(board.exitCode()).isEqualTo(2);
  }

  @Test
  void failureIsWorseThanWarnings() {
    StepBoard board = board(step("a"), step("b"));
    board.begin(new StepId("a"), null);
    board.begin(new StepId("b"), null);

    board.move(new StepId("a"), StepState.WARNED, "quality");
    board.move(new StepId("b"), StepState.FAILED, "exit code 1");

    assertThat(board.exitCode()).isEqualTo(1);
  }

  @Test
  void conditionsDecideWhatFollowsFailure() {
    StepBoard board =
        board(
            step("a"),
            step("repair", StepCondition.FAILURE, "a"),
            step("tidy", StepCondition.ALWAYS, "a"),
            step("off", StepCondition.NEVER),
            step("next", "a"));

    assertThat(board.settle()).extracting(StepRecord::id).containsExactly(new StepId("off"));
    run(board, "a", StepState.FAILED);
    board.settle();

    assertThat(ready(board)).containsExactly("repair", "tidy");
    assertThat(board.record(new StepId("next")).state()).isEqualTo(StepState.BLOCKED);
    assertThat(board.record(new StepId("next")).reason()).isEqualTo("a failed");
  }

  @Test
  void whatIsForFailuresIsSkippedWhenAllWentWell() {
    StepBoard board = board(step("a"), step("repair", StepCondition.FAILURE, "a"));

    run(board, "a", StepState.COMPLETED);
    board.settle();

    assertThat(board.record(new StepId("repair")).state()).isEqualTo(StepState.SKIPPED);
    assertThat(board.exitCode()).isZero();
  }

  @Test
  void whatIsLeftOutCountsAsDone() {
    Pipeline pipeline = pipeline(step("a"), step("b", "a"));

    StepBoard board =
        new StepBoard(pipeline, StepBoard.begin(pipeline, Map.of(new StepId("a"), "--skip a")));

    assertThat(ready(board)).containsExactly("b");
  }

  @Test
  void whatIsBehindALeftOutStepWaitsForWhatIsBeforeIt() {
    Pipeline pipeline =
        pipeline(
            step("a"),
            step("b", "a"),
            step("c", StepCondition.NEVER, "b"),
            step("d", "c"),
            step("e"));

    StepBoard board =
        new StepBoard(pipeline, StepBoard.begin(pipeline, Map.of(new StepId("b"), "--skip b")));

    board.settle();
    assertThat(ready(board)).containsExactly("a", "e");
    run(board, "a", StepState.FAILED);
    board.settle();
    assertThat(board.record(new StepId("d")).reason()).isEqualTo("a failed");
  }

  @Test
  void whatIsBehindALeftOutStepForFailuresDoesNotMindThem() {
    Pipeline pipeline =
        pipeline(step("a"), step("repair", StepCondition.FAILURE, "a"), step("b", "repair"));

    StepBoard board =
        new StepBoard(
            pipeline, StepBoard.begin(pipeline, Map.of(new StepId("repair"), "--skip repair")));

    assertThat(ready(board)).containsExactly("a");
    run(board, "a", StepState.FAILED);
    board.settle();
    assertThat(ready(board)).containsExactly("b");
  }

  @Test
  void resumedRunKeepsWhatIsDoneAndBeginsTheRestAnew() {
    Pipeline pipeline = pipeline(step("a"), step("b"), step("c", "b"), step("d"));
    StepBoard board = new StepBoard(pipeline, StepBoard.begin(pipeline, Map.of()));
    run(board, "a", StepState.COMPLETED);
    run(board, "b", StepState.WARNED);
    board.settle();

    List<StepRecord> resumed =
        StepBoard.resume(board.records(), Map.of(new StepId("b"), "--skip b"));

    assertThat(resumed)
        .extracting(StepRecord::state)
        .containsExactly(
            StepState.COMPLETED, StepState.SKIPPED, StepState.PENDING, StepState.PENDING);
  }

  @Test
  void illegalMoveSaysStateAndStep() {
    StepBoard board = board(step("a"));

    assertThatThrownBy(() -> board.move(new StepId("a"), StepState.COMPLETED, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a")
        .hasMessageContaining("PENDING");
  }

  private static void run(StepBoard board, String id, StepState end) {
    board.begin(new StepId(id), null);
    board.move(new StepId(id), end, null);
  }

  private static List<String> ready(StepBoard board) {
    return board.ready().stream().map(step -> step.id().value()).toList();
  }

  private static StepBoard board(Step... steps) {
    Pipeline pipeline = pipeline(steps);
    return new StepBoard(pipeline, StepBoard.begin(pipeline, Map.of()));
  }

  static Pipeline pipeline(Step... steps) {
    return new Pipeline(
        "demo",
        Path.of("/work/pipeline.yaml"),
        Path.of("/work"),
        Pipeline.Form.NATIVE,
        null,
        List.of(steps));
  }

  static Step step(String id, String... dependsOn) {
    return step(id, StepCondition.SUCCESS, dependsOn);
  }

  static Step step(String id, StepCondition condition, String... dependsOn) {
    return Step.builder(new StepId(id), new StepWork.Command(List.of("true")))
        .dependsOn(Stream.of(dependsOn).map(StepId::new).toList())
        .condition(condition)
        .build();
  }
}
